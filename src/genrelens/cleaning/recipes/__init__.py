"""How each column is to be read: decided, found again by header, and followed."""
