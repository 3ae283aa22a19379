"""Make probabilities mean what they say on music by other artists."""
