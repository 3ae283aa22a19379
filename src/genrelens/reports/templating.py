"""Fill templates so that nothing a stranger wrote can become markup."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from genrelens.errors import printable
from genrelens.reports.figures.markup import Svg
from genrelens.reports.formatting import count, decimal, percent

__all__ = ["content_policy", "escaping_environment", "fill", "inlined", "json_block"]

_MAX_TEXT = 4000


def fill(template: str, **context: object) -> str:
    """Fill one of the package's templates.

    Every value is escaped, and its control and direction-changing characters
    are shown as codes; only `Svg` made by our own builder stands as it is.
    """
    return _environment().get_template(template).render(**context)


def inlined(name: str) -> Svg:
    """Give one of the package's own style sheets or scripts, to be put inline."""
    environment = _environment()
    if environment.loader is None:  # pragma: no cover
        raise RuntimeError("the template environment lost its loader")
    return Svg(environment.loader.get_source(environment, name)[0])


def json_block(data: object) -> Svg:
    r"""Write data for a ``<script type="application/json">`` block.

    Examples
    --------
    >>> json_block({"name": "</script>"})
    '{"name":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Svg(text)


def content_policy(*, style: str, script: str = "") -> str:
    """Write the content security policy: our own inline code, and nothing else.

    Parameters
    ----------
    style, script : str
        Exactly what stands between the tags; an empty script allows none.
    """
    scripts = f"script-src {_hash(script)}" if script else "script-src 'none'"
    return (
        f"default-src 'none'; {scripts}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(code: str) -> str:
    digest = hashlib.sha256(code.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def escaping_environment(package: str) -> Environment:
    """Make an environment over a package's folder ``templates``, safe for any text.

    Values are escaped, control characters are shown as codes, and a name that was not
    given is an error. The filters ``count``, ``percent`` and ``decimal`` are there.

    Parameters
    ----------
    package : str
        Import name of the package that holds the templates.
    """
    environment = Environment(
        loader=PackageLoader(package, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_show,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["count"] = count
    environment.filters["percent"] = percent
    environment.filters["decimal"] = decimal
    return environment


def _show(value: Any) -> Any:  # noqa: ANN401 (templates hold values of any type)
    if hasattr(value, "__html__"):
        return value
    return printable(value, limit=_MAX_TEXT)


@cache
def _environment() -> Environment:
    return escaping_environment("genrelens.reports")
