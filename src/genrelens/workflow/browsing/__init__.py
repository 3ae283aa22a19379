"""Look through the tracks that a model was trained on, one by one or all at once."""
