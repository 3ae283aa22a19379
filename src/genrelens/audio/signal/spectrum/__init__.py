"""Frames of sound become spectra, and spectra numbers."""
