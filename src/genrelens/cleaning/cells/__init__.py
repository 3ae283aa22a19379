"""One cell becomes one value: a file for every kind of cell."""
