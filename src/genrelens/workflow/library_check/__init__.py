"""Whether a saved model is the right one for a new library."""
