"""The arrays of a model file: one member, and those of each kind of model."""
