"""The pretrained network of fifty tags: its file, its arithmetic, its first genres.

``published`` says what the file is, ``wheel`` and ``checkpoint`` read it as data,
``storing`` keeps what is needed of it, ``network`` hears, ``first_genres`` names.
"""
