"""A token is drawn anew each time, and shown by no printing of the settings."""

from __future__ import annotations

from pathlib import Path

from genrelens.server.settings import Settings


def test_every_start_draws_a_token_that_nobody_guesses() -> None:
    tokens = {Settings(data=Path("a")).token for _ in range(50)}

    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 32


def test_the_token_is_in_no_text_of_the_settings() -> None:
    settings = Settings(data=Path("a"), token="the-secret")  # noqa: S106

    assert "the-secret" not in f"{settings} {settings!r}"
