"""A plan of genres is looked through and changed before it is applied."""
