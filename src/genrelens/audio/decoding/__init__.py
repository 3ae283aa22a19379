"""Decoding: a stretch from the middle of a file, within stated limits."""
