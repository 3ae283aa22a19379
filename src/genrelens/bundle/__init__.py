"""A trained model on disk that can be trusted, and runs no code when opened."""
