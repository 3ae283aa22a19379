"""Put into words what a new table holds that a model does not know."""
