"""What each leak in a table is worth, in points of score."""
