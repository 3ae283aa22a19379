"""A studio says where it is reached, and why it cannot start."""

from __future__ import annotations

import signal
import threading
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from genrelens.errors import BundleError, InputError
from genrelens.server import running
from genrelens.server.keeping.store import Store
from genrelens.server.running import first_address, run
from genrelens.server.settings import Settings
from genrelens.server.working.children.spare_child import SpareChild


@pytest.mark.parametrize(
    ("host", "written"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
        ("::1", "[::1]"),
        ("0.0.0.0", "127.0.0.1"),  # noqa: S104
        ("192.168.1.7", "192.168.1.7"),
    ],
)
def test_the_first_address_can_be_opened(host: str, written: str) -> None:
    settings = Settings(data=Path("nowhere"), host=host, port=99, token="t")  # noqa: S106

    assert first_address(settings) == f"http://{written}:99/?token=t"


def test_it_answers_says_where_and_stops_when_interrupted(
    settings, monkeypatch, capsys
) -> None:
    monkeypatch.setattr(SpareChild, "prepare", lambda _: None)
    answers: list[httpx.Response] = []
    opened: list[str] = []
    monkeypatch.setattr(running.webbrowser, "open", opened.append)
    told = running._say

    def say(settings: Settings, *, is_moved: bool) -> None:
        told(settings, is_moved=is_moved)
        threading.Thread(target=ask, args=(first_address(settings),)).start()

    def ask(address: str) -> None:
        with httpx.Client(headers={"accept": "text/html"}) as client:
            answers.append(client.get(address, follow_redirects=True))
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(running, "_say", say)
    with pytest.raises(KeyboardInterrupt):
        run(settings, port=0, opens_browser=True)

    assert answers[0].status_code == 200
    assert "token" not in str(answers[0].url)
    printed = capsys.readouterr().out
    assert f"token={settings.token}" in printed
    assert str(settings.data) in printed
    assert opened
    assert opened[0] in printed


def test_a_folder_that_is_in_use_is_told_before_anything_starts(settings) -> None:
    with (
        Store(settings.data),
        pytest.raises(Exception, match=r"in use by process \d+ since"),
    ):
        run(settings, port=0, opens_browser=False)


def test_a_folder_that_cannot_be_written_is_told(settings, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    blocked = replace(settings, data=tmp_path / "file" / "data")

    with pytest.raises(InputError, match="cannot be used"):
        run(blocked, port=0, opens_browser=False)


def test_a_model_that_is_no_model_is_told(settings, tmp_path) -> None:
    (tmp_path / "a.genrelens").write_text("no model")

    with pytest.raises(BundleError, match="not a genrelens model"):
        run(settings, port=0, model_files=[tmp_path / "a.genrelens"])
