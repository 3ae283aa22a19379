"""What pages and API show of a music folder, and have done with it."""
