"""Refuse columns that a table does not have, as training would, without reading it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.evaluation.grouping import no_column_to_group_by
from genrelens.features.feature_table import find_listed
from genrelens.schema.columns import Role
from genrelens.workflow.preparing import not_an_attribute

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["refuse_unknown_columns"]

_ATTRIBUTES = (Role.FEATURE, Role.LEFT_OUT)


def refuse_unknown_columns(
    columns: Sequence[dict[str, Any]],
    *,
    group: str | None = None,
    drop: Sequence[str] = (),
    force: Sequence[str] = (),
    features: str | Sequence[str] = (),
) -> None:
    """Refuse names that no column of an inspected table has.

    Parameters
    ----------
    columns : sequence of dict
        The table's columns, as its inspection tells them.
    group, drop, force, features
        Headers or names, as in a request to train.

    Raises
    ------
    InputError
        With the sentence that training has for it.
    """
    names = {column["header"]: column["name"] for column in columns}
    known = {*names, *names.values()}
    if group is not None and group not in known:
        raise no_column_to_group_by(group, names)
    headers = [one["header"] for one in columns if one["role"] in _ATTRIBUTES]
    for name in drop:
        if name not in known:
            raise not_an_attribute(name, headers)
    find_listed(names, force)
    if not isinstance(features, str):
        find_listed(names, features)
