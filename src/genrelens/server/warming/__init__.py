"""The libraries that compute are imported beside the serving, not before it."""
