"""Genres go into files' tags: planned, applied, undone."""
