"""The manifest of a model file: its fields, their kinds and their limits."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from genrelens.errors import BundleError, printable

__all__ = [
    "FORMAT",
    "FORMAT_VERSION",
    "ArrayEntry",
    "EncoderEntry",
    "FeatureEntry",
    "ForestEntry",
    "LinearEntry",
    "Manifest",
    "ModelEntry",
    "PooledEntry",
    "ProbeEntry",
    "RecipeEntry",
    "ReferenceEntry",
    "TrustEntry",
    "read_manifest",
]

FORMAT = "genrelens-model"
FORMAT_VERSION = "1.2"

_Name = Annotated[str, Field(max_length=10_000)]
_Size = Annotated[int, Field(ge=0, le=2**31 - 1)]
_Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Label = Annotated[str, Field(max_length=1_000)] | bool | int


class _Entry(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class RecipeEntry(_Entry):
    """How its column is read; see `schema.reading_recipe.ReadingRecipe`."""

    header: _Name
    reader: Literal[
        "number",
        "share",
        "duration",
        "loudness",
        "key",
        "time_signature",
        "year",
        "plain",
        "flag",
        "category",
        "name",
        "genre",
    ]
    attribute: _Name
    unit: Literal["", "ms", "s", "min", "%"]
    comma: Literal["", "decimal", "thousands"]
    is_scaled: bool
    has_short_minutes: bool
    levels: list[str]


class FeatureEntry(_Entry):
    """One column that the model learns from; see `schema.features.Feature`."""

    name: _Name
    label: _Name
    kind: Literal["number", "flag", "category"]
    unit: _Name
    group: _Name
    origin: _Name
    is_audio: bool
    recipe: RecipeEntry | None


class ReferenceEntry(_Entry):
    """What training saw of it; see `features.reference.FeatureReference`."""

    name: _Name
    n_tracks: _Size
    n_missing: _Size
    low: float | None
    high: float | None
    quantiles: list[float]
    median_by_genre: dict[str, float] | None
    levels: list[str]


class PooledEntry(_Entry):
    """Levels of a category that share one representation."""

    n_levels: _Size
    n_tracks: _Size


class EncoderEntry(_Entry):
    """How columns become the forest's row; see `features.encoding`."""

    names: Annotated[list[_Name], Field(min_length=1, max_length=10_000)]
    levels: dict[str, list[str]]
    pooled: dict[str, PooledEntry]


class WeightEntry(_Entry):
    """The weight of one genre's tracks in training."""

    label: _Label
    weight: float


class ModelEntry(_Entry):
    """The settings that the forest was grown with; see `GenreForest`."""

    n_trees: Annotated[int, Field(ge=1, le=1_000_000)]
    min_samples_leaf: Annotated[int, Field(ge=1)] | Literal["auto"]
    max_features: int | float | Literal["sqrt", "log2"] | None
    max_depth: Annotated[int, Field(ge=1)] | None
    class_weight: list[WeightEntry] | Literal["balanced"] | None
    random_state: int | None
    min_samples_leaf_used: Annotated[int, Field(ge=1)]
    is_named: bool


class ForestEntry(_Entry):
    """Sizes that the arrays must add up to."""

    n_trees: Annotated[int, Field(ge=1, le=1_000_000)]
    n_nodes: Annotated[int, Field(ge=1, le=2**31 - 1)]
    n_entries: Annotated[int, Field(ge=1, le=2**31 - 1)]
    n_features: Annotated[int, Field(ge=1, le=1_000_000)]
    n_classes: Annotated[int, Field(ge=1, le=10_000)]


class LinearEntry(_Entry):
    """Settings of a linear model, and sizes that its arrays must add up to."""

    max_iter: Annotated[int, Field(ge=1)]
    strength: Annotated[float, Field(gt=0)] | Literal["auto"]
    class_weight: list[WeightEntry] | Literal["balanced"] | None
    strength_used: Annotated[float, Field(gt=0)]
    has_converged: bool
    is_named: bool
    n_columns: Annotated[int, Field(ge=1, le=1_000_000)]
    n_inputs: Annotated[int, Field(ge=1, le=2_000_000)]
    n_classes: Annotated[int, Field(ge=2, le=10_000)]
    n_typical: Annotated[int, Field(ge=1, le=10_000)]


class ArrayEntry(_Entry):
    """One member ``arrays/<name>.npy``: its type, length and SHA-256."""

    dtype: Annotated[str, Field(max_length=3)]
    length: _Size
    sha256: _Hash


class ProbeEntry(_Entry):
    """Rows of features, and what the model answered when it was saved.

    Cells are numbers, texts, or null where missing; columns as in the encoder.
    """

    rows: Annotated[list[list[float | str | None]], Field(min_length=1, max_length=16)]
    probabilities: Annotated[list[list[float]], Field(min_length=1, max_length=16)]


class EstimateEntry(_Entry):
    """A number with its interval; see `evaluation.results.Estimate`."""

    value: float
    low: float
    high: float


class NoveltyEntry(_Entry):
    """A sample of training; see `evaluation.novelty.results.NoveltyReference`."""

    features: Annotated[list[_Name], Field(min_length=1, max_length=10_000)]
    centres: list[float]
    scales: list[float]
    lows: list[float]
    highs: list[float]
    values: list[list[int | None]]
    n_neighbours: int
    threshold: float
    rate: float
    false_alarms: EstimateEntry
    scenario: _Name
    n_tracks: _Size
    n_groups: _Size


class ColumnEntry(_Entry):
    """How one attribute lay; see `evaluation.shift.results.ColumnReference`."""

    name: _Name
    n_tracks: _Size
    n_missing: _Size
    likeness: float
    points: Annotated[list[float], Field(max_length=1_000)]
    shares: list[float]
    levels: Annotated[list[_Name], Field(max_length=1_000)]
    level_shares: list[float]


class ShiftEntry(_Entry):
    """What is compared; see `evaluation.shift.results.ShiftReference`."""

    columns: list[ColumnEntry]
    counts: list[_Size]
    confusion: list[list[_Size]]
    expected: list[list[float]]
    errors: list[list[float]]
    mean_errors: list[float]
    answer_likeness: float
    scenario: _Name
    n_tracks: _Size
    n_groups: _Size
    group_size: float


class PromiseEntry(_Entry):
    """What was achieved in training; see `bundle.model_trust.Promise`."""

    max_error: Annotated[float, Field(gt=0, lt=1)]
    share_written: EstimateEntry
    error: EstimateEntry | None
    scenario: _Name
    n_tracks: _Size
    n_groups: _Size


class TrustEntry(_Entry):
    """Rules of calibration and decision; see `bundle.model_trust.ModelTrust`.

    Parts that other modules read strictly themselves are plain mappings here.
    """

    calibrator: dict[str, Any] | None
    set_rule: dict[str, Any] | None
    decision_rule: dict[str, Any] | None
    novelty: NoveltyEntry | None
    shift: ShiftEntry | None
    tree: dict[str, Any] | None
    certainty: Annotated[float, Field(gt=0, le=1)] | None
    promises: Annotated[list[PromiseEntry], Field(max_length=1_000)]
    missing: dict[str, str]


class Manifest(_Entry):
    """The whole of ``manifest.json``, version 1.

    `requires` names the top-level keys, added by later minor versions, that a
    reader must understand; it is empty in version 1.0, and names ``linear`` in the
    file of a linear model, which has neither `model` nor `forest`.
    """

    format: Literal["genrelens-model"]
    format_version: Annotated[str, Field(max_length=9)]
    written_by: Annotated[str, Field(max_length=100)]
    requires: Annotated[list[str], Field(max_length=100)]
    target: _Name
    label_type: Literal["text", "integer", "boolean"]
    genres: Annotated[list[_Label], Field(min_length=1, max_length=10_000)]
    features: list[FeatureEntry]
    references: list[ReferenceEntry]
    encoder: EncoderEntry
    model: ModelEntry | None
    forest: ForestEntry | None
    headline: _Name
    scores: dict[str, Any]
    training: dict[str, Any]
    versions: dict[str, str]
    probe: ProbeEntry
    arrays: dict[str, ArrayEntry]
    trust: TrustEntry | None = None  # since 1.1
    linear: LinearEntry | None = None  # since 1.2


def read_manifest(values: object) -> Manifest:
    """Check plain values against the fields above.

    Parameters
    ----------
    values : object
        What the JSON text held.

    Returns
    -------
    Manifest
        Well-formed; whether its parts fit each other is checked elsewhere.

    Raises
    ------
    BundleError
        Naming the first field that is absent, unknown or of another kind, and
        how many there are.
    """
    try:
        return Manifest.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise BundleError(
            f"The manifest of the model is not well-formed in {error.error_count()} "
            f"places, first at '{printable(place)}': "
            f"{printable(first['msg'])}. "
            "Fetch the file again from where it came, or train the model anew."
        ) from error
