"""Predicted genres go into files' tags: planned, applied, undone."""
