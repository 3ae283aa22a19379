"""How good, and how sure: groups, folds, scores with intervals, confusion."""
