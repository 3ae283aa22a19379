"""Pages beside the walk."""
