"""The pretrained network of fifty tags: its file, its arithmetic, its first genres.

``published`` says what the file is, ``wheel`` takes its parts as data,
``storing`` keeps what is needed of it, ``network`` hears, ``first_genres`` names.
"""
