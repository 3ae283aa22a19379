"""`genrelens serve` hands its options on, or says in a sentence why it cannot."""

from __future__ import annotations

import pytest

from genrelens.cli import serve as command
from genrelens.cli.app import main
from genrelens.server import running


@pytest.fixture
def started(monkeypatch):
    """Note what would have been started, and start nothing."""
    calls = []
    monkeypatch.setattr(
        running, "run", lambda settings, **options: calls.append((settings, options))
    )
    monkeypatch.delenv("GENRELENS_TOKEN", raising=False)
    return calls


def _run(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["serve", *words])
    return int(ended.value.code or 0)


def test_without_options_it_keeps_to_this_machine(
    started, monkeypatch, tmp_path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    assert _run() == 0
    ((settings, options),) = started
    assert settings.host == "127.0.0.1"
    assert settings.data == tmp_path / "genrelens"
    assert len(settings.token) >= 32
    assert options == {
        "port": None,
        "model_files": (),
        "opens_browser": True,
        "tells_requests": False,
    }


def test_every_option_is_handed_on(started, tmp_path) -> None:
    words = (
        *("--data", str(tmp_path), "--port", "9", "--model", "a", "--model", "b"),
        *("--name", "studio.home", "--threads", "1", "--no-browser", "--log-requests"),
    )
    assert _run(*words) == 0
    ((settings, options),) = started
    assert (settings.data, settings.names, settings.threads) == (
        *(tmp_path, ("studio.home",), 1),
    )
    assert options["port"] == 9
    assert [str(file) for file in options["model_files"]] == ["a", "b"]
    assert options["opens_browser"] is False
    assert options["tells_requests"] is True


def test_two_starts_have_two_tokens(started, tmp_path) -> None:
    _run("--data", str(tmp_path))
    _run("--data", str(tmp_path))

    assert started[0][0].token != started[1][0].token


def test_another_host_needs_a_token_and_says_what_it_exposes(
    started, tmp_path, capsys, monkeypatch
) -> None:
    words = ("--data", str(tmp_path), "--host", "0.0.0.0")  # noqa: S104
    assert _run(*words) == 2
    assert started == []
    assert "can read, change and delete" in " ".join(capsys.readouterr().err.split())

    monkeypatch.setenv("GENRELENS_TOKEN", "a" * 20)
    assert _run(*words) == 0
    assert started[0][0].token == "a" * 20
    assert "Nothing is encrypted" in " ".join(capsys.readouterr().err.split())


def test_a_short_token_is_refused_and_not_repeated(started, tmp_path, capsys) -> None:
    assert _run("--data", str(tmp_path), "--token", "hunter2") == 2
    told = capsys.readouterr().err
    assert "at least 16" in told
    assert "hunter2" not in told


def test_without_its_libraries_it_says_what_to_install(monkeypatch, capsys) -> None:
    monkeypatch.setattr(command, "find_spec", lambda _: None)

    assert _run() == 2
    told = " ".join(capsys.readouterr().err.split())
    assert "pip install 'genrelens[studio]'" in told
    assert "fastapi" in told


def test_an_interrupt_is_the_usual_end(monkeypatch, tmp_path) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "run", interrupted)
    assert _run("--data", str(tmp_path)) == 0
