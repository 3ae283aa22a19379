"""Tables with ties, zeros and gaps, and rows that lie on thresholds."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from genrelens.forest.explaining import explain
from genrelens.forest.readers.reading import find_reader, read_model


def draw_table(n_classes, *, missing=0.1, seed=0):
    generator = np.random.default_rng(seed)
    y = generator.integers(0, n_classes, 300)
    X = generator.normal(size=(n_classes, 5))[y] + generator.normal(size=(300, 5))
    X[:, 2] = np.round(X[:, 2])
    X[generator.random(300) < 0.4, 3] = 0.0
    X[generator.random(X.shape) < missing] = np.nan
    return X, y


def draw_near_thresholds(model, *, missing, seed=1):
    """Draw rows of thresholds, of their neighbours in 32 and 64 bits, and of zeros."""
    generator = np.random.default_rng(seed)
    columns = []
    for cuts in model.cut_points.cuts:
        at = cuts[np.abs(cuts) < 1e38]  # the last ones tell missing from known
        narrow = at.astype(np.float32)
        near = [at, narrow, [0.0, -0.0, 1e-36, 9e-36, 2e-35, -1e-36, 5.0]]
        for towards in (-np.inf, np.inf):
            near += [np.nextafter(at, towards)]
            near += [np.nextafter(narrow, np.float32(towards))]
        if missing:
            near += [[np.nan] * (1 + len(at))]
        columns.append(generator.choice(np.concatenate(near), size=400))
    return np.stack(columns, axis=1)


def check_reading(fitted, X, *, missing=True, atol=1e-12):
    """Compare with the library itself, on its rows and on rows at thresholds."""
    model = read_model(fitted)
    for rows in (X, draw_near_thresholds(model, missing=missing)):
        own = find_reader(fitted).ask(fitted, rows)
        np.testing.assert_allclose(model.predict(rows), own, rtol=0, atol=atol)
    assert atol <= 1e-5
    return model


def explain_with_shap(fitted, X):
    """Give shap's values as (n_rows, n_features, n_outputs)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the oracle and what it imports
        import shap

        values = shap.TreeExplainer(fitted).shap_values(X, check_additivity=False)
    return np.asarray(values).reshape(len(X), X.shape[1], -1)


def check_contributions(fitted, X, own, *, atol):
    """Compare with the library's own values, whose last column is the base."""
    ours = explain(fitted, X)
    np.testing.assert_allclose(ours.values, own[:, :-1], rtol=0, atol=atol)
    np.testing.assert_allclose(ours.base, own[0, -1], rtol=0, atol=atol)


@pytest.fixture(autouse=True)
def one_thread_of_theirs():
    """Threads of OpenMP wait in a loop, and for long on a busy machine."""
    with threadpool_limits(1, user_api="openmp"):
        yield


@pytest.fixture(scope="session", name="draw_table")
def offer_draw_table():
    return draw_table


@pytest.fixture(scope="session", name="check_reading")
def offer_check_reading():
    return check_reading


@pytest.fixture(scope="session", name="explain_with_shap")
def offer_explain_with_shap():
    return explain_with_shap


@pytest.fixture(scope="session", name="check_contributions")
def offer_check_contributions():
    return check_contributions
