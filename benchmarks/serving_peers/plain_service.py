"""The usual service: FastAPI, a pickled scikit-learn forest, one row at a time.

Usage: python plain_service.py MODEL.joblib PORT
"""

from __future__ import annotations

import sys

import joblib
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

model = joblib.load(sys.argv[1])
model.n_jobs = 1  # threads for one row cost more than they bring
app = FastAPI()


class Tracks(BaseModel):
    """Rows of numbers, in the order of training."""

    tracks: list[list[float]]


@app.post("/predict")
def predict(asked: Tracks) -> dict:
    proba = model.predict_proba(asked.tracks)
    return {
        "predictions": [
            {
                "genre": str(model.classes_[row.argmax()]),
                "probabilities": dict(
                    zip(map(str, model.classes_), row.tolist(), strict=True)
                ),
            }
            for row in proba
        ]
    }


uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
