"""How a model's own tracks are asked for and told through the API."""
