"""explainerdashboard on a grown forest, as its guide says.

Usage: python dashboard.py MODEL.joblib TABLE.csv ROWS PORT
"""

from __future__ import annotations

import sys

import joblib
import pandas as pd
from explainerdashboard import ClassifierExplainer, ExplainerDashboard

model, table, n_rows, port = sys.argv[1:]
frame = pd.read_csv(table, nrows=int(n_rows))
X = frame.drop(columns="genre").select_dtypes("number")
forest = joblib.load(model)
explainer = ClassifierExplainer(forest, X, frame["genre"])
ExplainerDashboard(explainer, shap_interaction=False).run(
    port=int(port), host="127.0.0.1"
)
