"""Pictures of how far a model can be trusted."""
