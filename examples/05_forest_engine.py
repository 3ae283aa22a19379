"""Grow a forest on any numbers, and share its predictions out exactly."""

import numpy as np

from genrelens import forest

# Two attributes decide together, the third is noise; one value in ten is missing.
rng = np.random.default_rng(0)
X = rng.normal(size=(2_000, 3))
y = (X[:, 0] + X[:, 1] > 0).astype(np.int64) + (X[:, 0] > 1)
X[rng.random(X.shape) < 0.1] = np.nan

grown = forest.grow(
    X, y, n_classes=3, n_trees=50, min_samples_leaf=5, random_state=0, n_jobs=2
)
print(f"{grown.n_trees} trees, {len(grown.feature):,} nodes")

rows = X[:300]
proba = forest.predict_proba(grown, rows)
found = forest.shapley_values(grown, rows)
gap = np.abs(found.base + found.values.sum(axis=1) - proba).max()
print(f"values have shape {found.values.shape} (rows, features, classes)")
print(f"largest error of base + values against the prediction: {gap:.1e}")
print("mean size of the values, feature by class:")
print(np.abs(found.values).mean(axis=0).round(3))

# The same forest on one thread: the same bits.
again = forest.grow(
    X, y, n_classes=3, n_trees=50, min_samples_leaf=5, random_state=0, n_jobs=1
)
print("same on one thread:", np.array_equal(forest.predict_proba(again, rows), proba))
