"""Interventional Shapley values leaf by leaf, from counts of background patterns."""
