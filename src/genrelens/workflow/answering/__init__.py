"""What a prediction says of each row beyond its genre: decide, and give the reason."""
