"""Genres go into the files of a music folder: planned, applied, undone."""
