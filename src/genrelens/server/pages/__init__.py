"""The pages of the studio, one step of the walk a file."""
