"""Grow scikit-learn's forest for the peers, on the table that ours was grown on.

Usage: python grow.py TABLE.csv TARGET TREES LEAF MODEL.joblib
"""

from __future__ import annotations

import sys

import joblib
import pandas as pd
from sklearn.ensemble import RandomForestClassifier

table, target, n_trees, leaf, model = sys.argv[1:]
frame = pd.read_csv(table)
numbers = frame.drop(columns=target).select_dtypes("number")
forest = RandomForestClassifier(
    int(n_trees), min_samples_leaf=int(leaf), random_state=0, n_jobs=-1
)
joblib.dump(forest.fit(numbers.to_numpy(), frame[target]), model)
