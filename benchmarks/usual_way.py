"""The same job as `genrelens train`, written the way notebooks usually write it.

Clean, artist-grouped 5-fold cross-validation, metrics, permutation importance,
SHAP values of 500 tracks, plots: pandas, scikit-learn, shap and matplotlib.

Usage: python benchmarks/usual_way.py TABLE TREES FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import shap
from sklearn.ensemble import RandomForestClassifier
from sklearn.inspection import PartialDependenceDisplay, permutation_importance
from sklearn.metrics import (
    ConfusionMatrixDisplay,
    accuracy_score,
    balanced_accuracy_score,
    classification_report,
    f1_score,
    log_loss,
    roc_auc_score,
    top_k_accuracy_score,
)
from sklearn.model_selection import StratifiedGroupKFold

ATTRIBUTES = [
    "danceability", "energy", "key", "loudness", "mode", "speechiness",
    "acousticness", "instrumentalness", "liveness", "valence", "tempo",
    "duration_ms",
]  # fmt: skip
EXPLAINED_TRACKS = 500


def main(table: str, trees: int, folder: Path) -> None:
    frame = pd.read_csv(table).dropna(subset=["track_name", "track_artist"])
    frame = frame.drop_duplicates()
    X = frame[ATTRIBUTES]
    y = frame["playlist_genre"].to_numpy()
    genres = np.unique(y)
    groups = frame["track_artist"].to_numpy()
    probabilities = np.zeros((len(frame), len(genres)))
    importances = []
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=0)
    for train, test in folds.split(X, y, groups):
        model = forest(trees).fit(X.iloc[train], y[train])
        probabilities[test] = model.predict_proba(X.iloc[test])
        sample = np.random.default_rng(0).choice(test, 3000, replace=False)
        result = permutation_importance(
            model,
            X.iloc[sample],
            y[sample],
            scoring="roc_auc_ovr",
            n_repeats=3,
            random_state=0,
        )
        importances.append(result.importances_mean)
    predicted = genres[probabilities.argmax(axis=1)]
    print("accuracy", accuracy_score(y, predicted))
    print("balanced accuracy", balanced_accuracy_score(y, predicted))
    print("macro F1", f1_score(y, predicted, average="macro"))
    print("top 3", top_k_accuracy_score(y, probabilities, k=3, labels=genres))
    print("AUC ovr", roc_auc_score(y, probabilities, multi_class="ovr"))
    print("AUC ovo", roc_auc_score(y, probabilities, multi_class="ovo"))
    print("log-loss", log_loss(y, probabilities))
    print(classification_report(y, predicted))
    model = forest(trees).fit(X, y)
    explained = X.sample(EXPLAINED_TRACKS, random_state=0)
    values = shap.TreeExplainer(model).shap_values(explained)
    draw(folder, model, X, y, predicted, np.mean(importances, axis=0), values)


def forest(trees: int) -> RandomForestClassifier:
    return RandomForestClassifier(trees, n_jobs=-1, random_state=0)


def draw(folder, model, X, y, predicted, importances, values) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    ConfusionMatrixDisplay.from_predictions(y, predicted, normalize="true")
    plt.savefig(folder / "confusion.png")
    plt.figure()
    plt.barh(list(X.columns), importances)
    plt.savefig(folder / "importance.png")
    for genre, name in enumerate(model.classes_):
        plt.figure()
        plt.barh(list(X.columns), np.abs(values[:, :, genre]).mean(axis=0))
        plt.title(str(name))
        plt.savefig(folder / f"shap_{genre}.png")
    for target in model.classes_:
        PartialDependenceDisplay.from_estimator(
            model,
            X.sample(400, random_state=0).astype(float),
            list(X.columns),
            target=target,
            grid_resolution=24,
        )
        plt.savefig(folder / f"response_{target}.png".replace("/", "_"))
        plt.close("all")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
