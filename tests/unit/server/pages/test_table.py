"""The page tells what the inspection tells, and every name of it as text."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING

import pytest

from genrelens.reports.formatting import count
from genrelens.server.tables.changing import read_again
from genrelens.server.tables.showing import inspection_of

if TYPE_CHECKING:
    from starlette.testclient import TestClient
    from tests.conftest import SmallRun

    from genrelens.server.studio import Studio

pytestmark = pytest.mark.usefixtures("still_queue")

MARK = "</script><img src=x onerror=alert(1)>"
HOSTILE = (
    f'track_name,artist,tempo,"{MARK}",genre\n'
    + "".join(
        f'"{MARK} {i}","=cmd|{i}",{100 + i},{"oops" + MARK if i == 3 else i / 50},'
        f"{MARK if i % 2 else 'dub'}\n"
        for i in range(50)
    )
).encode()


def test_every_sentence_of_the_inspection_stands_on_the_page(
    client: TestClient, studio: Studio, bring_here, small_run: SmallRun
) -> None:
    table = bring_here(small_run.table.read_bytes(), "made up & true.csv")
    told = inspection_of(studio, table.id)
    text = client.get(f"/tables/{table.id}").text
    assert "made up &amp; true.csv" in text
    for finding in told["findings"]:
        assert escape(finding["message"], quote=True).replace("&#x27;", "&#39;") in text
    for column in told["columns"]:
        assert escape(column["header"]) in text
    for change in told["changes"]:
        assert change["what"] in text
    for drop in told["left_out"]:
        assert drop["what"] in text
    assert count(sum(told["genres"].values())) in text
    assert f'href="/tables/{table.id}/train"' in text


def test_hostile_names_are_text_on_the_page_and_in_its_data(
    client: TestClient, bring_here
) -> None:
    table = bring_here(HOSTILE, f"{MARK}.csv")
    assert table.state == "ready"
    for query in ("", "?finding=0", "?attributes=all"):
        text = client.get(f"/tables/{table.id}{query}").text
        assert "<img" not in text
        data = re.search(
            r'<script type="application/json" id="page-data">(.*?)</script>',
            text,
            re.DOTALL,
        )
        assert data is not None
        assert MARK in json.loads(data[1])["headers"]


def test_the_rows_of_a_finding_have_an_address_of_their_own(
    client: TestClient, studio: Studio, bring_here
) -> None:
    table = bring_here(HOSTILE)
    told = inspection_of(studio, table.id)["findings"]
    number = next(
        at for at, one in enumerate(told) if one["code"] == "unreadable-cells"
    )
    text = client.get(f"/tables/{table.id}?finding={number}").text
    rows = text.split('id="rows"')[1].split("</table>")[0]
    assert '<th scope="row" class="number">5</th>' in rows
    assert rows.count("<tr>") == 2
    assert client.get(f"/tables/{table.id}?finding=999").status_code == 200


def test_a_table_without_a_genre_says_what_to_do(
    client: TestClient, bring_here
) -> None:
    table = bring_here(b"tempo,energy\n" + b"100,0.5\n120,0.7\n" * 20)
    text = client.get(f"/tables/{table.id}").text
    assert "No model can be trained on it yet" in text
    assert f'href="/tables/{table.id}/train"' not in text.split("<main")[1]


def test_a_table_that_is_being_read_shows_how_far(
    client: TestClient, studio: Studio, bring_here
) -> None:
    table = bring_here(HOSTILE)
    job = read_again(studio, table.id)
    studio.store.jobs.update(job.id, stage="counting <b>", note="It began anew.")
    text = client.get(f"/tables/{table.id}").text
    assert "counting &lt;b&gt;" in text
    assert "It began anew." in text
    assert "<progress" in text


def test_a_table_that_cannot_be_read_says_why_and_offers_another_way(
    client: TestClient, bring_here
) -> None:
    table = bring_here(b"%PDF-1.7 no table", "x.csv")
    text = client.get(f"/tables/{table.id}").text
    assert escape(table.error, quote=True).replace("&#x27;", "&#39;") in text
    assert 'name="encoding"' in text


@pytest.mark.parametrize("asked", ["tab-000000000000", "tab-x", "..%2f.."])
def test_an_unknown_table_is_not_found(client: TestClient, asked: str) -> None:
    assert client.get(f"/tables/{asked}").status_code == 404
