"""Shapley values of a packed forest: path-dependent, interventional, interactions."""
