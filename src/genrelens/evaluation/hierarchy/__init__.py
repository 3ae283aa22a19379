"""Scores and answers that know the family tree of genres."""
