"""Ways of splitting a table, and what a model scores under each."""
