"""What a track is: known columns, features, and coded findings."""
