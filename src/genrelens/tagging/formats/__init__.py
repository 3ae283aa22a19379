"""Genre fields in every kind of sound file; the only place that knows mutagen."""
