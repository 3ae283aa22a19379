"""The beets plug-in inside real beets: fields, queries, files, undo."""

from pathlib import Path

import pytest
from mediafile import MediaFile
from tinytag import TinyTag

from genrelens.errors import GenrelensError

UserError = pytest.importorskip("beets.exceptions").UserError


@pytest.fixture
def library(program):
    """An album of four and a singleton, imported without asking the model."""
    program.start(auto=False)
    program.new_file("album", "sure one", "flac")
    program.new_file("album", "sure two", "mp3", genres=["Rock", "Live"])
    program.new_file("album", "torn", "ogg", genres=["Pop"])
    program.new_file("album", "odd", "flac")
    program.take_in("-A")
    return program


def genres_in(path):
    return MediaFile(path).genres or []


def by_tinytag(path):
    tag = TinyTag.get(path)
    return [tag.genre, *(tag.other or {}).get("genre", [])] if tag.genre else []


def test_a_sure_genre_goes_into_an_empty_field_and_into_the_file(library):
    told = library.run("genrelens")
    assert library.listed("genres:metal") == ["sure one"]
    assert by_tinytag(library.file_of("sure one")) == ["metal"]
    assert "write metal 93%: sure" in told
    assert "ask metal 55%, rock 41%: 2 genres fit" in told
    assert (
        "1 kept as they are (policy only-if-empty), 1 left, 1 to ask about, 1 written"
        in told
    )


def test_genres_that_are_there_stay_by_default_and_go_with_force(library):
    library.run("genrelens")
    assert genres_in(library.file_of("sure two")) == ["Rock", "Live"]
    library.run("genrelens", "--force")
    assert genres_in(library.file_of("sure two")) == ["metal"]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("merge", ["Rock", "Live", "metal"]),
        ("append", ["Rock", "Live", "metal"]),
        ("overwrite", ["metal"]),
        ("only-if-empty", ["Rock", "Live"]),
        ("separate-field", ["Rock", "Live"]),
    ],
)
def test_each_policy_does_what_its_name_says(library, policy, expected):
    library.run("genrelens", "--policy", policy)
    path = library.file_of("sure two")
    assert genres_in(path) == expected
    own = TinyTag.get(path).other.get("genre_by_sound")
    assert own == (["metal"] if policy == "separate-field" else None)


def test_nothing_undecided_is_ever_forced(library):
    library.run("genrelens", "--force")
    assert library.listed("genrelens_decision:ask") == ["torn"]
    assert library.listed("genrelens_decision:leave") == ["odd"]
    assert genres_in(library.file_of("torn")) == ["Pop"]
    assert genres_in(library.file_of("odd")) == []


def test_answers_can_be_queried_by_probability(library):
    library.run("genrelens")
    assert sorted(library.listed("genrelens_probability:0.8..")) == [
        "sure one",
        "sure two",
    ]
    assert library.listed("genrelens_probability:..0.4") == ["odd"]
    assert library.listed("title:torn", "$genrelens_candidates") == [
        "metal 55%; rock 41%"
    ]
    assert library.listed("title:odd", "$genrelens_probability $genrelens_why") == [
        "0.300 unlike anything trained on"
    ]
    assert "tempo 152" in library.listed("title:torn", "$genrelens_reasons")[0]


def test_pretend_shows_and_changes_nothing(library):
    path = Path(library.file_of("sure one"))
    before = path.read_bytes()
    told = library.run("genrelens", "--pretend", "--force")
    assert "genres" in told
    assert "2 would be written" in told
    assert path.read_bytes() == before
    assert library.listed("genrelens_genre:metal") == []


def test_nowrite_changes_the_library_and_no_file(library):
    before = Path(library.file_of("sure one")).read_bytes()
    library.run("genrelens", "-W")
    assert library.listed("genres:metal") == ["sure one"]
    assert Path(library.file_of("sure one")).read_bytes() == before


def test_the_query_chooses_what_is_asked(library):
    library.run("genrelens", "title:torn")
    [(_, paths, folder, max_error, reasons)] = library.asked
    assert paths == [Path(library.file_of("torn"))]
    assert folder == library.lib_path
    assert (max_error, reasons) == (0.05, True)


def test_albums_are_matched_with_the_option_of_beets(library):
    library.run("genrelens", "-a", "album:album")
    assert len(library.asked[0][1]) == 4
    with_none = library.run("genrelens", "album:nowhere")
    assert "No item matches." in with_none
    assert len(library.asked) == 1


def test_options_reach_the_model(library):
    library.run("genrelens", "--max-error", "0.2", "--model", "music-tags")
    assert library.asked[0][0] == "music-tags"
    assert library.asked[0][3] == 0.2


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2\n", ["rock"]),
        ("1\n", ["metal"]),
        ("\n", ["Pop"]),
        ("s\n", ["Pop"]),
        ("e\nshoegaze\n", ["shoegaze"]),
        ("e\n" + "x" * 300 + "\nshoegaze\n", ["shoegaze"]),
        ("e\n\n", ["Pop"]),
        ("b\n", ["Pop"]),
    ],
)
def test_a_person_chooses_where_the_model_is_undecided(library, typed, expected):
    told = library.run("genrelens", "--ask", "-f", "title:torn", typed=typed)
    assert "1. metal 55%" in told
    assert "2. rock 41%" in told
    assert genres_in(library.file_of("torn")) == expected


def test_undo_restores_library_and_files(library):
    library.run("genrelens", "--force")
    assert library.listed("genrelens_old_genres:Rock") == ["sure two"]
    told = library.run("genrelens", "--undo")
    assert "2 never written, 2 restored" in told
    assert genres_in(library.file_of("sure two")) == ["Rock", "Live"]
    assert by_tinytag(library.file_of("sure one")) == []
    assert library.listed("genres:metal") == []
    assert library.listed("genrelens_written_genres::.") == []
    assert "4 never written" in library.run("genrelens", "--undo")


def test_undo_after_two_runs_gives_the_first_genres_back(library):
    """The genre of the first run is nobody's own, so it is not remembered."""
    library.run("genrelens", "--policy", "merge", "title:sure two")
    library.run("genrelens", "--policy", "overwrite", "title:sure two")
    assert genres_in(library.file_of("sure two")) == ["metal"]
    library.run("genrelens", "--undo")
    assert genres_in(library.file_of("sure two")) == ["Rock", "Live"]


def test_undo_leaves_alone_what_somebody_changed_since(library):
    library.run("genrelens", "--force")
    library.run("modify", "-y", "title:sure two", "genres=Jazz")
    told = library.run("genrelens", "--undo")
    assert "changed since" in told
    assert genres_in(library.file_of("sure two")) == ["Jazz"]
    assert by_tinytag(library.file_of("sure one")) == []


def test_undo_of_a_field_of_its_own_removes_it_from_the_file(library):
    library.run("genrelens", "--policy", "separate-field")
    assert TinyTag.get(library.file_of("sure one")).other["genre_by_sound"] == ["metal"]
    assert library.listed("genre_by_sound:metal") == ["sure one", "sure two"]
    library.run("genrelens", "--undo")
    assert "genre_by_sound" not in TinyTag.get(library.file_of("sure one")).other
    assert library.listed("genre_by_sound:metal") == []


def test_undo_can_be_tried_first(library):
    library.run("genrelens", "--force")
    assert "2 would be restored" in library.run("genrelens", "--undo", "--pretend")
    assert genres_in(library.file_of("sure two")) == ["metal"]


def test_an_album_carries_what_half_of_its_tracks_carry_and_is_undone(library):
    library.run("genrelens", "--force")
    album = library.lib.albums("album:album").get()
    assert album.genres == ["metal"]
    library.run("genrelens", "--undo", "title:sure one")
    assert library.lib.albums("album:album").get().genres == ["metal"]
    library.run("genrelens", "--undo")
    album = library.lib.albums("album:album").get()
    assert album.genres == []
    assert "genrelens_album_old_genres" not in album
    assert genres_in(library.file_of("torn")) == ["Pop"]


def test_one_unreadable_file_warns_and_the_others_are_answered(library):
    library.run("modify", "-y", "title:odd", "title=broken")
    path = library.file_of("broken")
    told = library.run("genrelens")
    assert f"{path}: The file is cut off." in told
    assert "1 not answered" in told
    assert library.listed("genres:metal") == ["sure one"]


def test_a_file_that_cannot_be_written_keeps_the_library_as_it_was(
    library, monkeypatch
):
    monkeypatch.setattr("beets.library.Item.try_write", lambda _: False)
    told = library.run("genrelens")
    assert "1 not writable" in told
    assert library.listed("genres:metal") == []
    assert library.listed("genrelens_genre:metal genrelens_decision:write") != []
    assert library.listed("genrelens_written_genres::.") == []


def test_what_an_undo_needs_is_stored_before_the_file_is_touched(library, monkeypatch):
    """A kill while a file is written must not lose the old genres."""

    def end(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("beets.library.Item.try_write", end)
        with pytest.raises(KeyboardInterrupt):
            library.run("genrelens", "--force", "title:sure two")
    library.run("genrelens", "--undo", "title:sure two")
    assert library.lib.items("title:sure two").get().genres == ["Rock", "Live"]
    assert genres_in(library.file_of("sure two")) == ["Rock", "Live"]


def test_all_that_is_imported_is_answered_at_once_and_reaches_the_files(program):
    program.start()
    program.new_file("first", "sure one", "flac")
    program.new_file("first", "torn", "mp3")
    program.new_file("second", "sure two", "ogg")
    program.take_in("-A")
    assert len(program.asked) == 1
    assert len(program.asked[0][1]) == 3
    assert sorted(program.listed("genres:metal")) == ["sure one", "sure two"]
    assert by_tinytag(program.file_of("sure two")) == ["metal"]
    assert program.listed("genrelens_decision:ask") == ["torn"]


def test_singletons_are_answered_at_import_too(program):
    program.start()
    program.new_file("loose", "sure one", "mp3")
    program.take_in("-A", "-s")
    assert program.listed("singleton:true genres:metal") == ["sure one"]
    assert by_tinytag(program.file_of("sure one")) == ["metal"]
    program.run("genrelens", "--undo", "singleton:true")
    assert by_tinytag(program.file_of("sure one")) == []


def test_auto_no_answers_nothing_at_import(program):
    program.start(auto=False)
    program.new_file("first", "sure one", "flac")
    program.take_in("-A")
    assert program.asked == []


@pytest.mark.parametrize("model", [None, "missing.genrelens"])
def test_an_import_goes_through_without_a_model_and_says_so(program, model):
    program.start(model=model)
    program.new_file("first", "sure one", "flac")
    told = program.take_in("-A")
    assert "no genre was given to what was imported" in told
    assert program.listed("title:sure") == ["sure one"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--policy", "guess"], "The policy 'guess' is not known."),
        (["--model", "missing.genrelens"], "There is no model file"),
    ],
)
def test_what_cannot_be_done_is_an_error_of_beets_own_kind(library, words, sentence):
    with pytest.raises(UserError, match=sentence) as raised:
        library.run("genrelens", *words)
    assert isinstance(raised.value.__cause__, GenrelensError)


def test_a_missing_model_is_told_with_the_remedy(program):
    program.start(auto=False, model=None)
    program.new_file("first", "sure one", "flac")
    program.take_in("-A")
    with pytest.raises(UserError, match=r"genrelens\.model is not set.*music-tags"):
        program.run("genrelens")


def test_the_folder_of_plug_ins_stays_a_namespace():
    """An `__init__` there would hide every other plug-in of beets."""
    source = Path(__file__).parents[3] / "src" / "beetsplug"
    assert [path.name for path in source.glob("*.py")] == ["genrelens.py"]
