"""What can be done with a table: bring it, read it anew, look at it, remove it."""
