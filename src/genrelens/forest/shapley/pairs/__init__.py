"""Shapley interaction values leaf by leaf: lanes, patterns, pairs, sums, matrices."""
