"""What a Python user calls: an estimator, and the use cases as functions."""
