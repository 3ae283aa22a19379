"""A made-up track table with known truth, drawn from a written recipe."""
