"""What speaks for and against a label: sound, artist, spelling."""
