"""Anything that turns features into genre probabilities."""
