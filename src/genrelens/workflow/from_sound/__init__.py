"""From music files to genres: what a model needs of them, and its answers."""
