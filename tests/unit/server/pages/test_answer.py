from __future__ import annotations

import pytest


@pytest.fixture
def record(studio, model_id):
    """Keep a table that is not answered yet; its name is an attempt at markup."""
    upload = studio.store.folders.uploads / "upload.part"
    upload.write_bytes(b"tempo\n120\n")
    name = "<img src=x onerror=alert(1)>.csv"
    return studio.store.answers.add(name, model_id, upload, "0" * 64, 10)


def test_a_table_that_waits_says_so_and_its_name_is_text(client, record) -> None:
    page = client.get(f"/answers/{record.id}")
    assert page.status_code == 200
    assert "waits for its turn" in page.text
    assert "<img" not in page.text


def test_a_table_that_failed_says_why_and_what_to_do(client, studio, record) -> None:
    studio.store.answers.set_state(record.id, "failed", "It has no columns <b>.")
    page = client.get(f"/answers/{record.id}")
    assert "It has no columns &lt;b&gt;." in page.text
    assert "Bring another table" in page.text


def test_its_rows_are_not_given_before_it_is_ready(client, studio, record) -> None:
    for path in ("rows", "table.csv", "table.parquet"):
        answer = client.get(f"/api/v1/answers/{record.id}/{path}")
        assert answer.status_code == 409, path
    studio.store.answers.set_state(record.id, "failed", "It is broken.")
    answer = client.get(f"/api/v1/answers/{record.id}/rows")
    assert "It is broken." in answer.json()["detail"]
