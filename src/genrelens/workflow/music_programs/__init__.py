"""Serve programs that keep a music library of their own, such as beets."""
