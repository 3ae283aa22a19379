"""Sound becomes the same kind of table: one row a track.

``library`` walks a folder, ``decoding`` opens a file, ``isolation`` does so in a child
with limits, ``signal`` measures, ``music_tags`` and ``embedding`` hear with a network.
"""
