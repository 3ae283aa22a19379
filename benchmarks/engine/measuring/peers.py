"""Set up the engines that ours is compared with."""

from __future__ import annotations

import logging
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sklearn.ensemble import RandomForestClassifier


def shap_explainer(
    model: RandomForestClassifier, background: NDArray[np.float32] | None = None
) -> Any:
    """Give shap's explainer of a forest's probabilities.

    Parameters
    ----------
    model : RandomForestClassifier
        Fitted.
    background : ndarray, shape (n_background, n_features), optional
        With it, values are interventional; without it, path-dependent.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its plots, at import
        import shap
    if background is None:
        return shap.TreeExplainer(model)
    return shap.TreeExplainer(
        model, data=background, feature_perturbation="interventional"
    )


class _RefuseFallback(logging.Handler):
    """Stop where scikit-learn-intelex says that plain scikit-learn did the work."""

    def emit(self, record: logging.LogRecord) -> None:
        if "fallback" in record.getMessage():
            raise RuntimeError(record.getMessage())


def accelerated_forest(*arguments: Any, **settings: Any) -> Any:
    """Give scikit-learn-intelex's forest, which never falls back unnoticed."""
    from sklearnex.ensemble import RandomForestClassifier

    logger = logging.getLogger("sklearnex")  # set up by that import
    logger.setLevel(logging.INFO)
    logger.handlers, logger.propagate = [_RefuseFallback()], False
    return RandomForestClassifier(*arguments, **settings)
