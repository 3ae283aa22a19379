"""Networks that hear a stretch of sound and give one row of named numbers."""
