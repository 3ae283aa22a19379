"""Published lists of training and test tracks, read and found in a table."""
