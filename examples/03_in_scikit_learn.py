"""Use the model as a scikit-learn classifier, and reopen it without any pickle."""

import numpy as np
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, StratifiedGroupKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from genrelens import GenreClassifier
from genrelens.datasets.sample import draw_sample

ATTRIBUTES = ["tempo", "energy", "loudness", "speechiness", "acousticness", "explicit"]

tracks = draw_sample(1_200, random_state=1).clean
X, y, artists = tracks[ATTRIBUTES], tracks["genre"], tracks["main_artist"]

# A step of one's own: tempo within one octave, so that half-time reads as full time.
one_octave = FunctionTransformer(
    lambda frame: frame.assign(tempo=80 * 2 ** (np.log2(frame["tempo"] / 80) % 1))
)
model = make_pipeline(one_octave, GenreClassifier(n_trees=60, random_state=0))
folds = StratifiedGroupKFold(n_splits=5, shuffle=True, random_state=0)
by_artist = cross_val_score(clone(model), X, y, groups=artists, cv=folds)
print(f"unseen artists: accuracy {by_artist.mean():.3f} ± {by_artist.std():.3f}")

search = GridSearchCV(model, {"genreclassifier__min_samples_leaf": [1, 5]}, cv=folds)
print("best of two:", search.fit(X, y, groups=artists).best_params_)

final = GenreClassifier(n_trees=60, random_state=0).fit(X, y)
sha256 = final.save("plain.genrelens")
reopened = GenreClassifier.load("plain.genrelens", expect_sha256=sha256)
same = np.array_equal(reopened.predict_proba(X), final.predict_proba(X))
print("same to the last bit after reopening:", same)
print(f"why the first track is called {reopened.predict(X[:1])[0]}:")
print(reopened.explain(X[:1]).frame()[reopened.predict(X[:1])].round(3))
