"""Tracks unlike anything trained on: how far from all of it, and in what."""
