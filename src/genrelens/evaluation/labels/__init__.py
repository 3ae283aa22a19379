"""What held-out predictions tell about the labels themselves."""
