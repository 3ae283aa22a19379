"""What the attributes of a table look like, genre by genre, and which rows are odd."""
