"""Shapley values of a few rows: trees are laid out once, then each row is at once."""
