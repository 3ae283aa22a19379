"""Draw track tables without any leak, and plant one leak of a given kind in them.

Every table comes from the package's own recipe (`genrelens.datasets`), varied in
size (200 to 5,000 rows), genres (2 to 12), columns, missing values and mess.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.checking.checking import check_table
from genrelens.checking.near_copies import bare_title
from genrelens.cleaning.cleaning import clean_table
from genrelens.datasets.sample import draw_sample
from genrelens.ingest.reading import read_table

if TYPE_CHECKING:
    from collections.abc import Callable

GENRE = "genre"
LEAKS = (
    "proxy-column", "suspicious-column", "unit-encodes-genre",
    "missingness-encodes-genre", "imputed-per-genre", "genre-word-in-names",
    "rows-in-genre-order", "index-in-genre-order", "several-genres-for-one-track",
    "repeated-track", "near-duplicates", "segments-of-one-clip", "looks-made-up",
)  # fmt: skip
_ATTRIBUTES = (
    "popularity", "Duration (ms)", "danceability", "energy", "loudness", "speechiness",
    "acousticness", "instrumentalness", "liveness", "valence", "tempo",
)  # fmt: skip
_NAMES = ("track_id", "track_name", "artists", "album_name", "release_date", "type")
_OTHERS = ("Explicit", "key", "mode", "time_signature")


@dataclass(frozen=True)
class Plant:
    """A leak to plant: the finding that should tell it, and how it is done."""

    code: str
    what: str
    plant: Callable[[pd.DataFrame, np.random.Generator], pd.DataFrame]


def draw_clean(seed: int, *, least_a_genre: int = 0) -> pd.DataFrame:
    """Draw a table of text cells in which nothing gives the genre away but the music.

    Rows of one track, which mess makes, titles that an artist has twice, and the
    recipe's playlists are left out.
    """
    rng = np.random.default_rng(seed)
    n_genres = int(rng.integers(2, 13))
    n_rows = int(np.exp(rng.uniform(np.log(200), np.log(5000))))
    n_rows = max(n_rows, least_a_genre * n_genres)
    sample = draw_sample(
        int(n_rows * 12 / n_genres * 1.6) + 200,
        random_state=seed,
        mess=bool(rng.random() < 0.5),
    )
    genres = rng.choice(sample.truth.genres, n_genres, replace=False)
    track, genre = sample.truth.track, sample.truth.genre
    is_first = ~pd.Series(track).duplicated().to_numpy() & (track >= 0)
    rows = np.flatnonzero(is_first & np.isin(genre, genres))
    if least_a_genre:
        place = pd.Series(genre[rows]).groupby(genre[rows]).cumcount().to_numpy()
        rows = rows[np.argsort(place, kind="stable")]
    rows = rng.permutation(rows[:n_rows])
    rows = rows[~_names_again(sample.frame.iloc[rows])]
    frame = sample.frame.iloc[rows].drop(columns="playlist_name").reset_index(drop=True)
    return _vary(frame, rng, is_whole=least_a_genre > 0)


def _names_again(frame: pd.DataFrame) -> np.ndarray:
    titles = [bare_title(title) for title in frame["track_name"]]
    artist = frame["artists"].str.split(",").str[0].to_numpy()
    return pd.DataFrame({"title": titles, "artist": artist}).duplicated().to_numpy()


def _vary(
    frame: pd.DataFrame, rng: np.random.Generator, *, is_whole: bool
) -> pd.DataFrame:
    """Leave columns out, add columns of noise, and empty cells by chance alone."""
    if not is_whole:
        few = rng.permutation([*_ATTRIBUTES, *_OTHERS])[: rng.integers(0, 11)]
        out = [*few, *(name for name in _NAMES if rng.random() < 0.3)]
        frame = frame.drop(columns=out)
    n_rows = len(frame)
    if rng.random() < 0.5:
        frame["mood"] = rng.choice(["calm", "angry", "sad", "bright"], n_rows)
    if rng.random() < 0.5:
        frame["skew"] = np.char.mod("%.4f", np.exp(rng.normal(0, 1.5, n_rows)))
    if rng.random() < 0.5:
        frame["plays"] = rng.integers(0, 40, n_rows).astype(str)
    if rng.random() < 0.3:
        frame["Unnamed: 0"] = rng.permutation(n_rows).astype(str)
    for name in (*_ATTRIBUTES, "Explicit", "mood"):
        if name in frame and rng.random() < 0.3:
            is_gap = rng.random(n_rows) < rng.choice([0.01, 0.05, 0.3])
            frame[name] = frame[name].mask(is_gap, "")
    return frame


def check_frame(frame: pd.DataFrame) -> set[str]:
    """Write, read, clean and check a table; give the codes of all leaks told."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.csv"
        frame.to_csv(path, index=False)
        checked = check_table(clean_table(read_table(path)), target=GENRE)
    return {finding.code for finding in checked.table.findings} & set(LEAKS)


def _folded(frame: pd.DataFrame) -> tuple[np.ndarray, list[str]]:
    """Give each row's genre as a number, however it is spelt."""
    folded = frame[GENRE].str.lower().str.replace("-", " ").str.strip()
    codes, names = pd.factorize(folded)
    return codes, list(names)


def _numbers(cells: pd.Series) -> np.ndarray:
    return pd.to_numeric(
        cells.str.replace(",", "").replace("?", ""), errors="coerce"
    ).to_numpy(dtype=float)


def _some_genres(n_genres: int, rng: np.random.Generator) -> np.ndarray:
    return rng.choice(n_genres, max(1, n_genres // 3), replace=False)


def _plant_sub_genre(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    codes, names = _folded(frame)
    n_subs = rng.integers(2, 6)
    wrong = rng.random(len(frame)) < rng.uniform(0, 0.02)
    shown = np.where(wrong, rng.integers(0, len(names), len(frame)), codes)
    sub = shown * n_subs + rng.integers(0, n_subs, len(frame))
    return frame.assign(shelf=np.char.mod("shelf %d", sub))


def _plant_playlist(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    codes, names = _folded(frame)
    wrong = rng.random(len(frame)) < rng.uniform(0, 0.15)
    shown = np.where(wrong, rng.integers(0, len(names), len(frame)), codes)
    lists = shown * 3 + rng.integers(0, 3, len(frame))
    return frame.assign(playlist_name=np.char.mod("Evening list %d", lists))


def _plant_strong(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    codes, names = _folded(frame)
    middle = rng.permutation(len(names))[codes]
    noisy = middle + rng.normal(0, 0.15, len(frame))
    share = (noisy - noisy.min()) / (noisy.max() - noisy.min())
    return frame.assign(danceability=np.char.mod("%.5f", share))


def _plant_units(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    codes, names = _folded(frame)
    in_minutes = np.isin(codes, _some_genres(len(names), rng))
    in_minutes ^= rng.random(len(frame)) < 0.05
    ms = _numbers(frame["Duration (ms)"])
    cells = np.where(in_minutes, ms / 60_000, ms)
    told = pd.Series(cells).map(lambda cell: "" if np.isnan(cell) else f"{cell:.8g}")
    return frame.drop(columns="Duration (ms)").assign(duration=told.to_numpy())


def _plant_gaps(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    codes, names = _folded(frame)
    chance = np.where(np.isin(codes, _some_genres(len(names), rng)), 0.45, 0.04)
    is_gap = rng.random(len(frame)) < chance
    n_gaps = {name: int((frame[name] == "").sum()) for name in _ATTRIBUTES}
    fullest = min(n_gaps, key=lambda name: n_gaps[name])
    return frame.assign(**{fullest: frame[fullest].mask(is_gap, "")})


def _plant_imputed(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    codes, names = _folded(frame)
    values = _numbers(frame["valence"])
    cells = frame["valence"].to_numpy(dtype=object)
    for code in range(len(names)):
        rows = np.flatnonzero(codes == code)
        filled = rng.choice(rows, max(10, int(0.2 * len(rows))), replace=False)
        kept = values[np.setdiff1d(rows, filled)]
        cells[filled] = f"{np.nanmedian(kept) + code * 1e-5:.5f}"
    return frame.assign(valence=cells)


def _plant_words(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    codes, names = _folded(frame)
    has_word = rng.random(len(frame)) < rng.uniform(0.3, 0.8)
    titles = [
        f"{names[code].title()} {title}" if has else title
        for code, title, has in zip(codes, frame["track_name"], has_word, strict=True)
    ]
    return frame.assign(track_name=titles)


def _plant_order(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    shuffled = frame.iloc[rng.permutation(len(frame))]
    codes, _ = _folded(shuffled)
    return shuffled.iloc[np.argsort(codes, kind="stable")].reset_index(drop=True)


def _plant_numbers(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    ordered = _plant_order(frame, rng)
    ordered["Unnamed: 0"] = np.arange(len(ordered)).astype(str)
    return ordered.iloc[rng.permutation(len(ordered))].reset_index(drop=True)


def _again(
    frame: pd.DataFrame, rng: np.random.Generator, share: float
) -> tuple[pd.DataFrame, np.ndarray]:
    n_again = max(3, int(share * len(frame)))
    rows = rng.choice(len(frame), n_again, replace=False)
    return frame.iloc[rows].copy(), rows


def _joined(
    frame: pd.DataFrame, copies: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    both = pd.concat([frame, copies], ignore_index=True)
    return both.iloc[rng.permutation(len(both))].reset_index(drop=True)


def _plant_conflicts(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    copies, _ = _again(frame, rng, 0.02)
    _, names = _folded(frame)
    found = copies[GENRE].str.lower().str.replace("-", " ").str.strip().to_numpy()
    copies[GENRE] = [names[(names.index(genre) + 1) % len(names)] for genre in found]
    return _joined(frame, copies, rng)


def _plant_repeats(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    copies, _ = _again(frame, rng, 0.02)
    copies["popularity"] = rng.integers(0, 100, len(copies)).astype(str)
    copies["album_name"] = "Greatest Hits"
    return _joined(frame, copies, rng)


def _plant_jitter(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    copies, _ = _again(frame, rng, 0.02)
    for name in _ATTRIBUTES[2:]:
        numbers = _numbers(frame[name])
        off = 0.005 * np.nanstd(numbers) * rng.normal(size=len(copies))
        nearly = np.abs(_numbers(copies[name]) + off)
        if name == "loudness":
            nearly = -nearly
        copies[name] = ["" if np.isnan(cell) else f"{cell:.5f}" for cell in nearly]
    copies["track_id"] = [f"copy{number:05d}" for number in range(len(copies))]
    copies["track_name"] = [f"Untitled {number}" for number in range(len(copies))]
    copies["artists"] = [f"Nobody {number}" for number in range(len(copies))]
    return _joined(frame, copies, rng)


def _plant_remasters(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    copies, _ = _again(frame, rng, 0.02)
    copies["track_id"] = [f"copy{number:05d}" for number in range(len(copies))]
    copies["track_name"] = copies["track_name"] + rng.choice(
        [" - Remastered 2011", " (Radio Edit)", " - Mono", " (feat. Nobody)"],
        len(copies),
    )
    copies["energy"] = np.char.mod("%.4f", rng.random(len(copies)))
    return _joined(frame, copies, rng)


def _plant_segments(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    clip = rng.integers(0, len(frame) // 3, len(frame))
    part = pd.Series(clip).groupby(clip).cumcount().to_numpy()
    names = [f"clip.{c:05d}.{p}.wav" for c, p in zip(clip, part, strict=True)]
    return frame.assign(filename=names)


def _plant_random(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    made_up = {
        name: np.char.mod("%.4f", rng.random(len(frame)))
        for name in ("danceability", "energy", "valence", "acousticness")
    }
    return frame.assign(**made_up)


PLANTS = (
    Plant("proxy-column", "2 to 5 shelves a genre, up to 2 % wrong", _plant_sub_genre),
    Plant("proxy-column", "3 playlists a genre, up to 15 % wrong", _plant_playlist),
    Plant("suspicious-column", "an attribute made from the genre", _plant_strong),
    Plant("unit-encodes-genre", "minutes in a third of the genres", _plant_units),
    Plant("missingness-encodes-genre", "45 % gaps in a third, else 4 %", _plant_gaps),
    Plant("imputed-per-genre", "20 % of each genre hold its median", _plant_imputed),
    Plant("genre-word-in-names", "the word in 30 to 80 % of titles", _plant_words),
    Plant("rows-in-genre-order", "rows sorted by genre", _plant_order),
    Plant("index-in-genre-order", "sorted, numbered, shuffled", _plant_numbers),
    Plant("several-genres-for-one-track", "2 % under a second genre", _plant_conflicts),
    Plant("repeated-track", "2 % twice, on another album", _plant_repeats),
    Plant("near-duplicates", "2 % again, values off by 0.5 %", _plant_jitter),
    Plant("near-duplicates", "2 % again as remaster or edit", _plant_remasters),
    Plant("segments-of-one-clip", "file names of 3 segments a clip", _plant_segments),
    Plant("looks-made-up", "4 shares drawn evenly", _plant_random),
)  # fmt: skip
