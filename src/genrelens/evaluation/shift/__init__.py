"""How a new table differs from the training table, and what that costs."""
