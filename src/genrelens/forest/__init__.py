"""The engine: grow, pack, predict, and Shapley values for all classes at once."""
