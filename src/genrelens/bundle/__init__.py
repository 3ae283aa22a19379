"""A trained model on disk that can be trusted, and that outlives library upgrades."""
