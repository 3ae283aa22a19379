from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from genrelens.cleaning.ledger import Ledger
from genrelens.reports.sections.findings import findings_section
from genrelens.schema.columns import Role
from genrelens.schema.findings import Finding, Severity

if TYPE_CHECKING:
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.naming import Naming


def test_what_matters_most_is_told_first(facts: ReportFacts, naming: Naming) -> None:
    blocker = Finding("no-genre", Severity.BLOCKER, "There is no genre.", "Add one.")
    table = replace(facts.table, findings=(*facts.table.findings[::-1], blocker))
    section = findings_section(replace(facts, table=table), naming)
    order = [finding["severity"] for finding in section["findings"]]
    assert order == ["blocker", "warning"]
    assert [note["code"] for note in section["notes"]] == ["few-missing"]
    assert section["counts"] == [("blocker", 1), ("warning", 1), ("note", 1)]


def test_every_column_of_the_file_is_accounted_for(
    facts: ReportFacts, naming: Naming
) -> None:
    rows = findings_section(facts, naming)["columns"].rows
    assert [row[0].text for row in rows] == [c.header for c in facts.table.columns]


def test_every_role_has_words(facts: ReportFacts, naming: Naming) -> None:
    for role in Role:
        columns = tuple(replace(c, role=role) for c in facts.table.columns[:1])
        table = replace(facts.table, columns=columns)
        section = findings_section(replace(facts, table=table), naming)
        assert section["columns"].rows[0][1].text


def test_rows_left_out_are_shown_with_their_lines_in_the_file(
    facts: ReportFacts, naming: Naming
) -> None:
    section = findings_section(facts, naming)
    assert section["n_dropped"] == 12
    row = section["drops"].rows[0]
    assert [cell.text for cell in row[1:]] == ["repeated-row", "12", "2, 3, 4, 5, 6"]


def test_every_change_is_in_the_ledger(facts: ReportFacts, naming: Naming) -> None:
    section = findings_section(facts, naming)
    assert [row[2].sort for row in section["ledger"].rows] == [1998, 120]
    assert section["ledger"].rows[0][3].text == "Yes → 1; No → 0"
    table = replace(facts.table, ledger=Ledger())
    assert findings_section(replace(facts, table=table), naming)["n_changes"] == 0


def test_an_attribute_shows_missing_tracks_and_its_range_with_units(
    facts: ReportFacts, naming: Naming
) -> None:
    rows = findings_section(facts, naming)["features"].rows
    tempo = next(row for row in rows if row[0].text == "tempo")
    assert tempo[4].detail == "118 tracks"
    assert tempo[6].text.count("BPM") == 2
    key = next(row for row in rows if row[0].text == "key")
    assert key[5].text == "4 levels"


def test_an_attribute_without_statistics_says_so(
    facts: ReportFacts, naming: Naming
) -> None:
    rows = findings_section(replace(facts, references=()), naming)["features"].rows
    assert rows[0][4].text == "not recorded"
    empty = tuple(
        replace(r, low=None, high=None, quantiles=(), levels=())
        for r in facts.references
    )
    rows = findings_section(replace(facts, references=empty), naming)["features"].rows
    assert rows[0][5].text == ""


def test_the_reason_for_the_target_is_one_sentence_however_it_was_given(
    facts: ReportFacts, naming: Naming
) -> None:
    """It came with a full stop of its own, and the page added another."""
    for why in ("it is called 'Genre'.", "it is called 'Genre'"):
        section = findings_section(replace(facts, target_why=why), naming)
        assert section["target_why"] == "It is called 'Genre'."


def test_one_row_is_not_one_rows(facts: ReportFacts, naming: Naming) -> None:
    finding = replace(facts.table.findings[0], n_rows=1)
    table = replace(facts.table, findings=(finding,))
    section = findings_section(replace(facts, table=table), naming)
    assert section["findings"][0]["n_rows"] == "1 row"


def test_attributes_that_were_chosen_from_are_not_called_those_learnt_from(
    facts: ReportFacts, naming: Naming
) -> None:
    caption = findings_section(facts, naming)["features"].caption
    assert "The 12 attributes the model learns from" in caption
    chosen = replace(facts, selection=replace(facts.selection, is_applied=True))
    caption = findings_section(chosen, naming)["features"].caption
    assert "The 12 attributes from which the model's 7 were chosen" in caption
