from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from genrelens.bundle import versions
from genrelens.bundle.loading import model_from_bytes
from genrelens.bundle.versions import bring_up_to_date, package_version
from genrelens.errors import BundleError

if TYPE_CHECKING:
    from tests.unit.bundle.conftest import Pieces


def test_this_version_passes_unchanged(pieces: Pieces) -> None:
    assert bring_up_to_date(pieces.manifest) == pieces.manifest


@pytest.mark.parametrize("values", [[], None, "x", {}, {"format": "other"}])
def test_what_is_not_ours_is_said_to_be_no_model(values: object) -> None:
    with pytest.raises(BundleError, match="This is not a genrelens model"):
        bring_up_to_date(values)


def test_a_newer_major_version_names_both_versions_and_the_way_out(
    pieces: Pieces,
) -> None:
    newer = {**pieces.manifest, "format_version": "2.0", "written_by": "9.1.0"}
    with pytest.raises(BundleError) as caught:
        bring_up_to_date(newer)
    message = str(caught.value)
    assert "made by genrelens 9.1.0 (format 2.0)" in message
    assert f"this is genrelens {package_version()}" in message
    assert "Upgrade genrelens" in message


def test_a_newer_minor_version_may_carry_more(pieces: Pieces) -> None:
    pieces.manifest.update(format_version="1.7", calibration={"temperature": 1.2})
    assert model_from_bytes(pieces.join()).genres == tuple(pieces.manifest["genres"])


def test_a_newer_minor_version_may_require_what_is_not_known(pieces: Pieces) -> None:
    pieces.manifest.update(
        format_version="1.7", requires=["calibration"], calibration={}
    )
    with pytest.raises(BundleError, match="Upgrade genrelens"):
        model_from_bytes(pieces.join())


def test_this_minor_version_may_carry_nothing_more(pieces: Pieces) -> None:
    pieces.manifest.update(calibration={"temperature": 1.2})
    with pytest.raises(BundleError, match="first at 'calibration'"):
        model_from_bytes(pieces.join())


@pytest.mark.parametrize(
    "text", ["1", "1.0.0", "one", "", None, 1.0, "1.0\n", "-1.0", "１.0", "99999.0"]
)
def test_a_version_that_reads_otherwise_is_refused(
    pieces: Pieces, text: object
) -> None:
    with pytest.raises(BundleError):
        model_from_bytes(
            type(pieces)({**pieces.manifest, "format_version": text}, {}).join()
        )


def test_an_older_major_version_is_refused_where_no_migration_is_known(
    pieces: Pieces,
) -> None:
    older = {**pieces.manifest, "format_version": "0.9"}
    with pytest.raises(BundleError, match="no released genrelens"):
        bring_up_to_date(older)


def test_an_older_major_version_is_migrated_step_by_step(
    pieces: Pieces, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rename(values: dict[str, Any]) -> dict[str, Any]:
        values = {**values, "format_version": "1.0", "target": values["label"]}
        del values["label"]
        return values

    older = {**pieces.manifest, "format_version": "0.9", "label": "Genre"}
    del older["target"]
    monkeypatch.setitem(versions.MIGRATIONS, 0, rename)
    pieces.manifest.clear()
    pieces.manifest.update(older)
    assert model_from_bytes(pieces.join()).target == "Genre"
