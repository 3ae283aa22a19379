from __future__ import annotations

import json

import pytest

INSPECTION = {
    "obstacle": "",
    "target": "genre",
    "target_why": "Column 'genre' is the genre: called 'genre'.",
    "genres": {"house": 40, "dub": 20},
    "columns": [
        {"name": "genre", "header": "genre", "role": "target", "kind": "text"},
        {"name": "tempo", "header": "BPM", "role": "feature", "kind": "number"},
        {"name": "mode", "header": "<b>mode</b>", "role": "feature", "kind": "number"},
        {"name": "artist", "header": "artist", "role": "artist", "kind": "text"},
    ],
}


@pytest.fixture
def table(studio):
    """Give a table that was read."""
    path = studio.store.folders.uploads / "arrived.csv"
    path.write_text("a,b\n1,2\n")
    made = studio.store.tables.add("tracks.csv", path, "00", 8)
    folder = studio.store.tables.folder(made.id)
    (folder / "inspection.json").write_text(json.dumps(INSPECTION))
    return studio.store.tables.set_state(made.id, "ready")


def text_of(client, table) -> str:
    answer = client.get(f"/tables/{table.id}/train")
    assert answer.status_code == 200
    return answer.text


def test_columns_can_be_chosen_and_left_out(client, table) -> None:
    text = text_of(client, table)
    assert '<option value="genre" selected>' in text
    assert '<option value="artist">' in text
    assert 'value="BPM" checked' in text
    assert "<b>60</b> rows of <b>2</b> genres" in text


def test_a_header_stays_text(client, table) -> None:
    text = text_of(client, table)
    assert "<b>mode</b>" not in text
    assert "&lt;b&gt;mode&lt;/b&gt;" in text


def test_what_keeps_a_table_from_being_trained_on_is_said(
    client, studio, table
) -> None:
    studio.store.tables.set_state(table.id, "failed", "Line 3 has too many cells.")
    text = text_of(client, table)
    assert "Line 3 has too many cells." in text
    assert "Start training" not in text


def test_a_table_without_genres_says_so(client, studio, table) -> None:
    told = {**INSPECTION, "obstacle": "No column can serve as the genre."}
    file = studio.store.tables.folder(table.id) / "inspection.json"
    file.write_text(json.dumps(told))
    text = text_of(client, table)
    assert "No column can serve as the genre." in text
    assert "Start training" not in text


def test_a_table_that_is_being_read_is_waited_for(client, studio, table) -> None:
    studio.store.tables.set_state(table.id, "reading")
    assert "still being read" in text_of(client, table)


def test_earlier_trainings_tell_how_long_they_took(
    client, studio, table, model_id
) -> None:
    made = studio.store.models.place("mod-aaaaaaaaaaaa")
    studio.store.models.add(
        made.name,
        "First try",
        sha256="00",
        source="trained",
        table_id=table.id,
        seconds=130.0,
        summary={"settings": "full, 100 trees"},
    )
    text = text_of(client, table)
    assert "full, 100 trees took 2:10" in text
    assert "A small model" not in text  # it is of another table


def test_a_new_table_is_told_what_other_tables_took(
    client, studio, table, model_id
) -> None:
    record = studio.store.models.get(model_id)
    assert record.table_id != table.id
    assert "nothing was measured" in text_of(client, table)
    made = studio.store.models.place("mod-aaaaaaaaaaaa")
    studio.store.models.add(
        made.name,
        "Elsewhere",
        sha256="00",
        source="trained",
        seconds=95.0,
        summary={"settings": "quick, 50 trees", "n_tracks": 70, "genres": ["a", "b"]},
    )
    text = text_of(client, table)
    assert "70 tracks of 2 genres: quick, 50 trees took 1:35" in text


def test_a_label_review_can_be_applied(client, studio, table) -> None:
    assert "Label review" not in text_of(client, table)
    made = studio.store.models.place("mod-aaaaaaaaaaaa")
    record = {"sha256": "00", "source": "trained", "table_id": table.id}
    studio.store.models.add(made.name, "First try", **record)
    studio.store.decisions.put(made.name, "row-1", "house")
    text = text_of(client, table)
    assert "1 decision on the labels of First try" in text
    assert 'value="mod-aaaaaaaaaaaa" selected' in text


def test_the_review_that_the_address_names_is_chosen(client, studio, table) -> None:
    for name in ("mod-aaaaaaaaaaaa", "mod-bbbbbbbbbbbb"):
        studio.store.models.place(name)
        studio.store.models.add(
            name, name, sha256="00", source="trained", table_id=table.id
        )
        studio.store.decisions.put(name, "row-1", "house")
    for name in ("mod-aaaaaaaaaaaa", "mod-bbbbbbbbbbbb"):
        answer = client.get(f"/tables/{table.id}/train?corrections_of={name}")
        assert f'value="{name}" selected' in answer.text
    strange = client.get(f"/tables/{table.id}/train?corrections_of=%22x")
    assert strange.status_code == 200
    assert " selected>1 decision" in strange.text


def test_an_unknown_table_is_not_here(client) -> None:
    assert client.get("/tables/tab-000000000000/train").status_code == 404
