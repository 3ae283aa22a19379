from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest

from genrelens.cli import app
from genrelens.errors import GenrelensError, InputError

EXAMPLES = {
    "inspect": "genrelens inspect tracks_data.csv",
    "train": "genrelens train tracks_data.csv --output results",
    "predict": "genrelens predict results/model.genrelens new.csv --output genres.csv",
    "explain": "genrelens explain results/model.genrelens tracks.csv --track 17",
    "demo": "genrelens demo --output demo",
}
HEAVY = {"sklearn", "numba", "pandas", "scipy", "pyarrow", "pydantic", "numpy"}


def test_help_names_every_command_and_where_to_start(run_cli) -> None:
    told = run_cli("--help")
    assert told.code == 0
    for command in EXAMPLES:
        assert f" {command} " in told.out
    assert "Start with:  genrelens inspect tracks_data.csv" in told.out


@pytest.mark.parametrize(("command", "example"), EXAMPLES.items())
def test_the_help_of_every_command_shows_an_example_that_is_right(
    run_cli, monkeypatch, command, example
) -> None:
    told = run_cli(command, "--help")
    assert told.code == 0
    shown = " ".join(told.out.split())
    assert f"Example: {example}" in shown or f"Examples: {example}" in shown
    words = example.split()[1:]
    name, bound, _ = app.build_app().parse_args(words, exit_on_error=False)
    assert name.__name__ == command
    assert bound.arguments


@pytest.mark.parametrize(
    ("command", "start"),
    [
        ("inspect", None),
        ("extract", None),
        ("train", None),
        ("check", None),
        ("predict", None),
        ("explain", None),
        ("demo", None),
        ("serve", None),
        ("models", "genrelens models add music-tags"),
        ("tag", "genrelens tag plan ~/Music music-tags --output plan.csv"),
    ],
)
def test_a_help_page_ends_with_a_step_of_its_own_or_none(
    run_cli, command, start
) -> None:
    told = run_cli(command, "--help")
    assert told.code == 0
    closing = [line for line in told.out.splitlines() if line.startswith("Start with:")]
    assert closing == ([] if start is None else [f"Start with:  {start}"])


@pytest.mark.parametrize("command", EXAMPLES)
def test_every_parameter_of_every_command_is_described(run_cli, command) -> None:
    from cyclopts import App

    found = app.build_app()[command]
    assert isinstance(found, App)
    for argument in found.assemble_argument_collection(parse_docstring=True):
        assert argument.parameter.help, argument.name


def test_version_is_that_of_the_package(run_cli) -> None:
    told = run_cli("--version")
    assert (told.code, told.out.strip()) == (0, version("genrelens"))


@pytest.mark.parametrize(
    "words",
    [
        ["trian", "x.csv"],
        ["train"],
        ["train", "x.csv", "--tres", "5"],
        ["train", "x.csv", "--trees", "many"],
        ["train", "x.csv", "--select", "perhaps"],
        ["explain", "m"],
        ["predict", "m"],
    ],
    ids=" ".join,
)
def test_a_slip_on_the_command_line_leaves_with_1_and_says_what(run_cli, words) -> None:
    told = run_cli(*words)
    assert told.code == 1
    assert len((told.out + told.err).strip()) > 20


def test_help_starts_without_any_heavy_library() -> None:
    code = (
        "import sys\n"
        "from genrelens.cli.app import main\n"
        "for words in (['--help'], ['--version'], ['train', '--help']):\n"
        "    try:\n"
        "        main(words)\n"
        "    except SystemExit:\n"
        "        pass\n"
        "print(sorted({n.split('.')[0] for n in sys.modules}), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = set(done.stderr.strip("[]\n").replace("'", "").split(", "))
    assert "genrelens" in loaded
    assert not HEAVY & loaded


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (InputError("Column 'x': [bold]no[/bold] :smile: 5."), 2, None),
        (GenrelensError("A sentence that is far longer than " + "a " * 90), 2, None),
        (KeyboardInterrupt(), 130, "Interrupted. Files that were not finished"),
    ],
)
def test_an_error_is_one_sentence_on_standard_error_word_for_word(
    run_cli, monkeypatch, raised, code, said
) -> None:
    from genrelens.workflow import inspecting

    def fail(request):
        raise raised

    monkeypatch.setattr(inspecting, "inspect_table", fail)
    told = run_cli("inspect", "tracks.csv")
    assert told.code == code
    assert told.out == ""
    if said is None:
        assert told.err.strip() == f"genrelens: {raised}".strip()
    else:
        assert told.err.startswith(f"genrelens: {said}")


def test_a_mistake_in_the_program_is_not_hidden(monkeypatch) -> None:
    from genrelens.workflow import inspecting

    def fail(request):
        raise ZeroDivisionError

    monkeypatch.setattr(inspecting, "inspect_table", fail)
    with pytest.raises(ZeroDivisionError):
        app.main(["inspect", "tracks.csv"])


def test_a_reader_who_leaves_early_is_no_error(write_tracks) -> None:
    """`genrelens inspect tracks.csv | head -1` must not end in a traceback."""
    command = f"{sys.executable} -m genrelens inspect {write_tracks()} --json | head -1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "{\n"
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
