"""Write calls of the API that work when they are copied."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.workflow.scoring.using import AttributeNeed

__all__ = ["CallExample", "call_examples"]

_WIDE: Final = 88


@dataclass(frozen=True, slots=True)
class CallExample:
    """A piece of code that calls the API.

    Parameters
    ----------
    key : str
        For ids of the page.
    title, words : str
        What it does.
    code : str
        To be copied.
    """

    key: str
    title: str
    words: str
    code: str


def call_examples(
    base: str, model_id: str, attributes: Sequence[AttributeNeed]
) -> tuple[CallExample, ...]:
    """Write one call for each way of asking a model.

    Parameters
    ----------
    base : str
        Where the server is reached, e.g. ``"http://127.0.0.1:8765"``.
    model_id : str
        Who is asked.
    attributes : sequence of AttributeNeed
        Of the model; their examples make a track.

    Returns
    -------
    tuple of CallExample
    """
    track = {each.header: each.example for each in attributes}
    address = f"{base}/api/v1/models/{model_id}"
    return (
        CallExample(
            "curl-track",
            "One track, with curl",
            "Values by header, as in the table that the model was trained on; what is "
            "left out counts as not known.",
            _curl_track(address, track),
        ),
        CallExample(
            "curl-table",
            "A whole table, with curl",
            "Any table that the studio reads; the answer comes as a stream, as CSV or "
            "(predict.parquet) as Parquet.",
            _curl_table(address),
        ),
        CallExample(
            "python",
            "From Python",
            "Nothing but the standard library; any HTTP library does as well.",
            _python(address, track),
        ),
        CallExample(
            "v2",
            "From a client of model servers",
            "The Open Inference Protocol (V2): every attribute is an input of its own "
            "name, or all of them are one matrix in the model's order.",
            _open_inference(f"{base}/v2/models/{model_id}", attributes),
        ),
    )


def _curl_track(address: str, track: dict[str, Any]) -> str:
    body = _in_quotes(_json({"tracks": [track]}, indent=1))
    return (
        f"curl -sS {address}/predict \\\n"
        '  -H "X-Genrelens-Token: $GENRELENS_TOKEN" \\\n'
        '  -H "Content-Type: application/json" \\\n'
        f"  -d {body}"
    )


def _curl_table(address: str) -> str:
    return (
        f'curl -sS "{address}/predict.csv?max_error=0.05" \\\n'
        '  -H "X-Genrelens-Token: $GENRELENS_TOKEN" \\\n'
        '  -H "Content-Type: text/csv" \\\n'
        "  --data-binary @new_tracks.csv -o genres.csv"
    )


def _python(address: str, track: dict[str, Any]) -> str:
    lines = ",\n".join(f"    {key!r}: {value!r}" for key, value in track.items())
    return f"""import json, os, urllib.request

track = {{
{lines},
}}
request = urllib.request.Request(
    "{address}/predict",
    data=json.dumps({{"tracks": [track]}}).encode(),
    headers={{
        "Content-Type": "application/json",
        "X-Genrelens-Token": os.environ["GENRELENS_TOKEN"],
    }},
)
answer = json.load(urllib.request.urlopen(request))
print(answer["predictions"][0]["genre"], answer["predictions"][0]["decision"])"""


def _open_inference(address: str, attributes: Sequence[AttributeNeed]) -> str:
    types = {"number": "FP64", "flag": "BOOL", "category": "BYTES"}
    inputs = ",\n  ".join(
        _json(
            {
                "name": each.header,
                "shape": [1],
                "datatype": types[each.kind],
                "data": [each.example],
            }
        )
        for each in attributes
    )
    body = _in_quotes(f'{{"inputs": [\n  {inputs}\n]}}')
    return (
        f"curl -sS {address}/infer \\\n"
        '  -H "X-Genrelens-Token: $GENRELENS_TOKEN" \\\n'
        '  -H "Content-Type: application/json" \\\n'
        f"  -d {body}"
    )


def _json(value: object, *, indent: int | None = None) -> str:
    r"""Write JSON with letters as they are, and in ASCII where some cannot be seen.

    Examples
    --------
    >>> print(_json("café"), _json("a\u202eb"))
    "café" "a\u202eb"
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    is_plain = all(letter.isprintable() or letter == "\n" for letter in text)
    return text if is_plain else json.dumps(value, indent=indent)


def _in_quotes(text: str) -> str:
    """Put text between single quotes, so that a shell takes it as it is.

    Examples
    --------
    >>> print(_in_quotes("it's"))
    'it'"'"'s'
    """
    return "'" + text.replace("'", "'\"'\"'") + "'"
