"""Turn a table of music tracks into a genre model that its owner can trust."""
