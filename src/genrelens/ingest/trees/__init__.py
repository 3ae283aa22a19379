"""Reading and writing the small YAML file of a genre tree."""
