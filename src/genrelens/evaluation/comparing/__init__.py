"""Compare models, and ways of training them, on the same tracks."""
