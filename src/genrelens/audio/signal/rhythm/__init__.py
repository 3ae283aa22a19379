"""When notes begin, and how fast they pulse."""
