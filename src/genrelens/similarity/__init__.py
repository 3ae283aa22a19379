"""Where tracks lie beside one another: a space, neighbours, and a map of it."""
