"""Training within so many minutes: measure, estimate, choose, and tell."""
