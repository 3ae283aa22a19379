"""Shapley values leaf by leaf: paths, row codes, tables of patterns, and sums."""
