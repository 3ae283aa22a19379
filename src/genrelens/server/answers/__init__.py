"""Take tables of new tracks, and show what a model answered."""
