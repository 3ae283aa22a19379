"""Cells that list several genres: taken apart, and brought to one."""
