"""What can be asked of a table: how to read it, and how to learn from it."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral, Real
from typing import TYPE_CHECKING, Literal, get_args

from genrelens.errors import InputError, printable
from genrelens.models.genre_model import ModelKind
from genrelens.schema.genre_rules import GenreRules
from genrelens.workflow.answering.largest_error import check_max_error

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from genrelens.schema.genre_rules import SeveralGenres
    from genrelens.schema.genre_tree import GenreTree

__all__ = ["ConflictPolicy", "TableRequest", "TrainRequest"]

_LARGEST_SEED = 2**32 - 1  # what every generator in use takes
_SEVERAL = ("first", "most-frequent", "keep")
_MOST_MINUTES = 10_080  # a week
_MOST_TREES = 100_000  # more would not fit into memory, and gain nothing

ConflictPolicy = Literal["keep-all", "first", "drop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRequest:
    """Which table, and how it is to be read and understood.

    Parameters
    ----------
    table : Path
        The file.
    target : str, optional
        Header of the genre column; found where it is not given.
    force : collection of str
        Headers of columns to learn from although they look like proxies.
    drop : collection of str
        Headers of columns not to learn from.
    features : "all", "audio", or collection of str
        Which attributes to learn from.
    conflicts : "keep-all", "first" or "drop"
        What becomes of a track that stands under several genres.
    several_genres : "first", "most-frequent" or "keep"
        Which genre of a cell that lists several is learnt: the first that has
        `min_tracks` tracks (and that the tree knows, where one is given), the one
        with the most tracks in the table, or the whole list as one label.
    min_tracks : int
        Genres with fewer tracks are left out.
    tree : Path, optional
        YAML file of genres' parents and other names.
    corrections : Path, optional
        A review table with a person's decisions about labels.
    encoding, delimiter : str, optional
        How the file is to be read; found where they are not given.
    name : str, optional
        What to call the file, where it stands under another name than its owner
        gave it.
    """

    table: Path
    target: str | None = None
    force: Collection[str] = ()
    drop: Collection[str] = ()
    features: Literal["all", "audio"] | Collection[str] = "all"
    conflicts: ConflictPolicy = "keep-all"
    several_genres: SeveralGenres = "first"
    min_tracks: int = 5
    tree: Path | None = None
    corrections: Path | None = None
    encoding: str | None = None
    delimiter: str | None = None
    name: str | None = None

    def __post_init__(self) -> None:
        """Take a single header, given as text, as a list of one."""
        _settle_count(self, "min_tracks", 1, None)
        for name in ("force", "drop"):
            given = getattr(self, name)
            if isinstance(given, str):
                object.__setattr__(self, name, (given,))
        if isinstance(self.features, str) and self.features not in ("all", "audio"):
            object.__setattr__(self, "features", (self.features,))
        if self.several_genres not in _SEVERAL:
            raise InputError(
                f"--several-genres is {printable(repr(self.several_genres))}. Give "
                f"{', '.join(_SEVERAL)}."
            )

    def genre_rules(self, tree: GenreTree | None) -> GenreRules:
        """Give how the cells of the genre column are to be read."""
        return GenreRules(self.several_genres, self.min_tracks, tree)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainRequest(TableRequest):
    """What to learn from, how, and where the results go.

    Parameters
    ----------
    output : Path
        Folder for the results; made where it does not exist.
    group : str, optional
        Header of the column whose values must not be on both sides of a split;
        artists are found where it is not given. Copies of a track are kept
        together in any case.
    seed : int
        Everything that is drawn is drawn from it.
    model : "forest" or "linear"
        What is trained: a random forest, or logistic regression.
    trees : int
        Trees of the forest, also of the one that a linear model is compared with.
    balanced : bool
        Whether every genre weighs the same in training.
    select : bool
        Whether to train on the smallest set of attributes that is no worse.
    explain_tracks : int, optional
        Held-out tracks to explain at most; where it is not given, all, or an even
        sample of them where the forest is too large for that.
    threads : int, optional
        Threads; all processors where it is not given. Results do not depend on
        it.
    source : str, optional
        Header of the column that says from which playlist or collection a row was
        taken; found where it is not given.
    train_lists, test_lists : tuple of Path
        Published lists of tracks, which then say what is trained and tested on.
    max_error : float
        Largest share of wrong genres among those written that the report asks for.
    is_quick : bool
        Whether to leave out what needs further models: prices of leaks, other
        models, and whether the data is enough.
    has_contenders : bool
        Whether to try all other models beside the forest, boosted trees too.
    is_made_up : bool
        Whether the table is the sample that this package draws.
    time_budget : float, optional
        Minutes that the run may take. A few trees of the table are then timed, and the
        most thorough settings taken that fit: at most `trees`, with all other models
        where there is time for them, quick where there is not.
    """

    output: Path
    group: str | None = None
    seed: int = 0
    model: ModelKind = "forest"
    trees: int = 400
    balanced: bool = False
    select: bool = False
    explain_tracks: int | None = None
    threads: int | None = None
    source: str | None = None
    train_lists: tuple[Path, ...] = ()
    test_lists: tuple[Path, ...] = ()
    max_error: float = 0.05
    is_quick: bool = False
    has_contenders: bool = False
    is_made_up: bool = False
    time_budget: float | None = None

    def __post_init__(self) -> None:
        """Refuse numbers that mean nothing, before the long work begins."""
        TableRequest.__post_init__(self)
        _settle_count(self, "seed", 0, _LARGEST_SEED)
        _settle_count(self, "trees", 1, _MOST_TREES)
        if self.explain_tracks is not None:
            _settle_count(self, "explain_tracks", 0, None)
        check_max_error(self.max_error)
        _check_model(self)
        if self.time_budget is not None:
            _check_minutes(self.time_budget)
            if self.select:
                raise InputError(
                    "--time-budget and --select auto do not go together: how long a "
                    "choice of attributes takes cannot be estimated. Take one off."
                )


def _check_model(request: TrainRequest) -> None:
    """Refuse unknown kinds of model, and what goes with a forest alone."""
    if request.model not in get_args(ModelKind):
        raise InputError(
            f"--model is {printable(repr(request.model))}. Give one of: "
            f"{', '.join(get_args(ModelKind))}."
        )
    if request.model == "forest":
        return
    if request.select:
        raise InputError(
            "--model linear and --select auto do not go together: attributes are "
            "chosen by small forests. Take one off."
        )
    if request.time_budget is not None:
        raise InputError(
            "--model linear and --time-budget do not go together: what is chosen to "
            "fit into the time is a number of trees. Take one off."
        )


def _check_minutes(given: float) -> None:
    is_number = isinstance(given, Real) and not isinstance(given, bool)
    if not is_number or not 0 < given <= _MOST_MINUTES:
        raise InputError(
            f"--time-budget is {printable(repr(given))}. Give a number of minutes "
            f"above 0, at most {_MOST_MINUTES:,}."
        )


def _settle_count(
    request: TableRequest, name: str, least: int, most: int | None
) -> None:
    """Make one of a request's numbers a plain int within its range."""
    given = getattr(request, name)
    is_whole = isinstance(given, Integral) and not isinstance(given, bool)
    if not is_whole or given < least or (most is not None and given > most):
        allowed = (
            f"from {least:,} on" if most is None else f"from {least:,} to {most:,}"
        )
        raise InputError(
            f"--{name.replace('_', '-')} is {printable(repr(given))}. Give a whole "
            f"number {allowed}."
        )
    object.__setattr__(request, name, int(given))
