"""Sections about how far the model and its labels are to be trusted."""
