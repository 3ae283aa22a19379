"""The smallest change of a track that would give it another genre.

`axes` says which values each attribute may take and how far apart they lie in the
collection, `candidates` asks the model for all of them, `searching` finds the
smallest change that flips the genre, `flip_words` says it.
"""
