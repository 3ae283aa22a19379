"""Learn genres from nothing but the letters of titles, artists and albums."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from genrelens.checking.leaks.names import mask_genre_words, name_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from sklearn.pipeline import Pipeline

    from genrelens.cleaning.track_table import TrackTable

__all__ = ["make_name_model", "read_names"]

MAX_PIECES = 30_000
"""Most frequent pieces of words that the model looks at."""

NAMES = "names"
SMOOTHING = 0.05


def make_name_model() -> Pipeline:
    """Make an untrained linear model of the two to four letters that words hold.

    Naive Bayes on weighted counts of letter pieces: its cost grows with the
    number of letters only, whatever the number of genres, and nothing in it is
    random.

    Returns
    -------
    Pipeline
        Learns from a frame with the column ``names``.
    """
    from sklearn.compose import ColumnTransformer
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.naive_bayes import MultinomialNB
    from sklearn.pipeline import make_pipeline

    pieces = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(2, 4),
        max_features=MAX_PIECES,
        sublinear_tf=True,
        lowercase=False,
    )
    return make_pipeline(
        ColumnTransformer([(NAMES, pieces, NAMES)]), MultinomialNB(alpha=SMOOTHING)
    )


def read_names(
    table: TrackTable,
    rows: NDArray[np.int64],
    genres: Sequence[str],
    *,
    is_masked: bool,
) -> pd.DataFrame:
    """Give each row's title, artist and album as one text.

    Parameters
    ----------
    table : TrackTable
        The checked table.
    rows : ndarray of int64, shape (n_tracks,)
        Positions in the table.
    genres : sequence of str
        The genres whose words are looked for.
    is_masked : bool
        Whether every genre's words are taken out.

    Returns
    -------
    pandas.DataFrame, n_tracks x 1
        The column ``names``, folded to small letters without accents.
    """
    columns = [column.name for column in name_columns(table)]
    texts = table.frame[columns].iloc[rows].fillna("").agg(" | ".join, axis=1)
    folded = mask_genre_words(texts, genres if is_masked else ())
    return pd.DataFrame({NAMES: folded.to_numpy()})
