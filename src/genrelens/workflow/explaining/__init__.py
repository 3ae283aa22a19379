"""Why tracks get their genres: one track in words, every track in numbers."""
