# ruff: noqa: INP001 (a namespace package: beets and its plug-ins share the folder)
"""Give the items of a beets library genres by how they sound, never by force.

In beets' configuration::

    plugins: genrelens
    genrelens:
        model: ~/music/results/model.genrelens

Then ``beet genrelens QUERY`` asks the model, ``beet ls genrelens_probability:0.8..``
queries its answers, and ``beet genrelens --undo QUERY`` restores the genres.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

import mediafile
from beets import plugins, ui
from beets.dbcore import types
from beets.exceptions import UserError

from genrelens.errors import GenrelensError, InputError
from genrelens.tagging.plans.genre_lists import find_fault
from genrelens.tagging.plans.policies import OWN_FIELD, POLICIES, check_policy
from genrelens.workflow.music_programs.album_genres import genres_of_album
from genrelens.workflow.music_programs.asking_files import FileFailure, ask_files
from genrelens.workflow.music_programs.genre_change import (
    Earlier,
    change_genres,
    genres_before,
)

if TYPE_CHECKING:
    import optparse
    from collections.abc import Iterable, Mapping, Sequence

    from beets.importer import ImportSession, ImportTask
    from beets.library import Album, Item, Library

    from genrelens.workflow.music_programs.asking_files import FileAnswer

_BY_SOUND: Final = OWN_FIELD.lower()
_ALBUM_OLD: Final = "genrelens_album_old_genres"
_ALBUM_WRITTEN: Final = "genrelens_album_written_genres"
_SHOWN: Final = ("genres", _BY_SOUND)


class GenrelensPlugin(plugins.BeetsPlugin):
    """Genres by sound, with probabilities to query and an undo."""

    item_types: ClassVar[dict[str, types.Type[Any, Any]]] = {
        "genrelens_genre": types.STRING,
        "genrelens_probability": types.NullFloat(digits=3),
        "genrelens_decision": types.STRING,
        "genrelens_why": types.STRING,
        "genrelens_candidates": types.STRING,
        "genrelens_reasons": types.STRING,
        "genrelens_field": types.STRING,
        "genrelens_old_genres": types.MULTI_VALUE_DSV,
        "genrelens_written_genres": types.MULTI_VALUE_DSV,
        _BY_SOUND: types.STRING,
    }
    album_types: ClassVar[dict[str, types.Type[Any, Any]]] = {
        _ALBUM_OLD: types.MULTI_VALUE_DSV,
        _ALBUM_WRITTEN: types.MULTI_VALUE_DSV,
    }

    def __init__(self) -> None:
        super().__init__()
        self.config.add(
            {
                "auto": True,
                "model": None,
                "policy": "only-if-empty",
                "force": False,
                "pretend": False,
                "ask": False,
                "max_error": 0.05,
                "reasons": True,
            }
        )
        self._imported: list[int] = []
        if self.config["auto"].get(bool):
            self.import_stages = [self.remember]
            self.register_listener("import", self.answer_imported)
        if _BY_SOUND not in vars(mediafile.MediaFile):
            self.add_media_field(_BY_SOUND, _field_of_its_own())

    # At import

    def remember(self, _: ImportSession, task: ImportTask) -> None:
        """Take note of what is imported, to answer all of it at once."""
        self._imported.extend(item.id for item in task.imported_items() if item.id)

    def answer_imported(self, lib: Library, paths: Sequence[bytes]) -> None:
        """Answer what was imported, when the import is over."""
        del paths
        ids, self._imported = self._imported, []
        found = [lib.get_item(number) for number in dict.fromkeys(ids)]
        items = [item for item in found if item is not None]
        if not items:
            return
        try:
            self._answer(lib, items, write=ui.should_write(), is_import=True)
        except GenrelensError as error:
            self._log.warning("no genre was given to what was imported: {}", error)

    # The command

    def commands(self) -> list[ui.Subcommand]:
        """Offer ``beet genrelens``."""
        command = ui.Subcommand("genrelens", help="give genres by sound")
        parser = command.parser
        for flags, settings in _OPTIONS:
            parser.add_option(*flags, **settings)
        parser.add_album_option()

        def run(lib: Library, options: optparse.Values, args: list[str]) -> None:
            self.config.set_args(vars(options))
            try:
                self._run(lib, options, args)
            except GenrelensError as error:
                raise UserError(str(error)) from error

        command.func = run
        return [command]

    def _run(self, lib: Library, options: optparse.Values, args: list[str]) -> None:
        if options.album:
            items = [item for album in lib.albums(args) for item in album.items()]
        else:
            items = list(lib.items(args))
        write = ui.should_write(options.write)
        if options.undo:
            self._undo(lib, items, write=write)
        else:
            self._answer(lib, items, write=write, is_import=False)

    # Answering

    def _answer(
        self, lib: Library, items: Sequence[Item], *, write: bool, is_import: bool
    ) -> None:
        policy = self._policy()
        if not items:
            ui.print_("No item matches.")
            return
        answers = self._ask_model(lib, items)
        counts: Counter[str] = Counter()
        may_ask = self.config["ask"].get(bool) and not is_import
        for item in items:
            answer = answers[_path_of(item)]
            if isinstance(answer, FileFailure):
                self._log.warning("{.filepath}: {}", item, answer.reason)
                counts["not answered"] += 1
                continue
            _note(item, answer)
            if not is_import:
                _show(item, answer)
            genre = answer.choices[0][0] if answer.decision == "write" else ""
            if answer.decision == "ask" and may_ask:
                chosen = _prompt(answer)
                if chosen is None:
                    break
                genre = chosen
            counts[self._settle(item, genre, policy, answer, write=write)] += 1
        if not self._is_pretend():
            self._sum_up_albums(lib, items)
        told = ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
        (self._log.info if is_import else ui.print_)(f"genrelens: {told or 'nothing'}")

    def _ask_model(
        self, lib: Library, items: Sequence[Item]
    ) -> Mapping[Path, FileAnswer | FileFailure]:
        model = self.config["model"].get()
        if not model:
            raise InputError(
                "genrelens.model is not set. Name a model file that "
                "`genrelens train` wrote, or the word music-tags."
            )
        is_word = model == "music-tags"
        return ask_files(
            model if is_word else self.config["model"].as_filename(),
            list(dict.fromkeys(map(_path_of, items))),
            folder=Path(os.fsdecode(lib.directory)),
            max_error=self.config["max_error"].get(float),
            reasons=self.config["reasons"].get(bool),
        )

    def _settle(
        self, item: Item, genre: str, policy: str, answer: FileAnswer, *, write: bool
    ) -> str:
        """Change one item as decided; say what became of it in a word or two."""
        if not genre:
            self._store(item)
            return {"ask": "to ask about", "leave": "left"}[answer.decision]
        field = _BY_SOUND if policy == "separate-field" else "genres"
        change = change_genres(policy, _values(item, field), genre, _earlier(item))
        if change is None:
            self._store(item)
            return f"kept as they are (policy {policy})"
        before = _values(item, field)
        _set_values(item, field, change.new)
        ui.show_model_changes(item, fields=_SHOWN, print_obj=False)
        if self._is_pretend():
            return "would be written"
        item["genrelens_field"] = field
        item["genrelens_old_genres"] = list(change.old)
        item["genrelens_written_genres"] = list(change.new)
        item.store()  # what an undo needs stands before the file is touched
        if write and not item.try_write():
            _set_values(item, field, before)
            _forget(item)
            item.store()
            return "not writable"
        item.store()
        return "written"

    def _store(self, item: Item) -> None:
        if not self._is_pretend():
            item.store()

    def _sum_up_albums(self, lib: Library, items: Iterable[Item]) -> None:
        """Give each album the genres that half of its tracks carry."""
        for album in _albums_of(lib, items):
            tracks = list(album.items())
            if not any("genrelens_written_genres" in track for track in tracks):
                continue
            new = genres_of_album([track.genres for track in tracks])
            if new and new != tuple(album.genres):
                if _ALBUM_OLD not in album:
                    album[_ALBUM_OLD] = list(album.genres)
                album[_ALBUM_WRITTEN] = list(new)
                album.genres = list(new)
                album.store(inherit=False)

    # Undoing

    def _undo(self, lib: Library, items: Sequence[Item], *, write: bool) -> None:
        counts: Counter[str] = Counter()
        for item in items:
            earlier = _earlier(item)
            if earlier is None:
                counts["never written"] += 1
                continue
            counts[self._restore(item, earlier, write=write)] += 1
        if not self._is_pretend():
            _restore_albums(lib, items)
        told = ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
        ui.print_(f"genrelens: {told or 'nothing to undo'}")

    def _restore(self, item: Item, earlier: Earlier, *, write: bool) -> str:
        field = item["genrelens_field"]
        old = genres_before(_values(item, field), earlier)
        if old is None:
            self._log.warning(
                "{.filepath}: its genres were changed since; they stay", item
            )
            return "changed since"
        _set_values(item, field, old)
        ui.show_model_changes(item, fields=_SHOWN)
        if self._is_pretend():
            return "would be restored"
        if write and not item.try_write():
            return "not writable"
        _forget(item)
        item.store()
        return "restored"

    # Settings

    def _is_pretend(self) -> bool:
        return bool(self.config["pretend"].get(bool))

    def _policy(self) -> str:
        policy = str(self.config["policy"].get(str))
        check_policy(policy, OWN_FIELD)
        is_forced = self.config["force"].get(bool)
        return "overwrite" if is_forced and policy == "only-if-empty" else policy


_OPTIONS: Final[tuple[tuple[tuple[str, ...], dict[str, Any]], ...]] = (
    (
        ("-p", "--pretend"),
        {"action": "store_true", "help": "show what would change, change nothing"},
    ),
    (
        ("-f", "--force"),
        {"action": "store_true", "help": "overwrite genres that are there"},
    ),
    (
        ("-F", "--no-force"),
        {"action": "store_false", "dest": "force", "help": "don't overwrite genres"},
    ),
    (("--policy",), {"help": f"one of {', '.join(POLICIES)}"}),
    (
        ("--ask",),
        {"action": "store_true", "help": "choose where the model is undecided"},
    ),
    (("--model",), {"help": "model file, or music-tags"}),
    (
        ("--max-error",),
        {
            "dest": "max_error",
            "type": "float",
            "help": "largest share of wrong genres among those written",
        },
    ),
    (
        ("-w", "--write"),
        {"action": "store_true", "default": None, "help": "write tags into files"},
    ),
    (
        ("-W", "--nowrite"),
        {"action": "store_false", "dest": "write", "help": "change the library only"},
    ),
    (
        ("--undo",),
        {"action": "store_true", "help": "restore the genres that were before"},
    ),
)


def _field_of_its_own() -> mediafile.MediaField:
    return mediafile.MediaField(
        mediafile.MP3DescStorageStyle(OWN_FIELD),
        mediafile.MP4StorageStyle(f"----:com.apple.iTunes:{OWN_FIELD}"),
        mediafile.StorageStyle(OWN_FIELD),
        mediafile.ASFStorageStyle(OWN_FIELD),
    )


def _path_of(item: Item) -> Path:
    return Path(os.fsdecode(item.path))


def _values(item: Item, field: str) -> tuple[str, ...]:
    value = item.get(field, with_album=False)
    if not value:
        return ()
    return tuple(value) if isinstance(value, list) else (str(value),)


def _set_values(item: Item, field: str, values: Sequence[str]) -> None:
    if field == "genres":
        item.genres = list(values)
    else:
        item[field] = values[0] if values else None


def _earlier(item: Item) -> Earlier | None:
    if item.get("genrelens_written_genres", with_album=False) is None:
        return None
    return Earlier(
        _values(item, "genrelens_old_genres"),
        _values(item, "genrelens_written_genres"),
    )


def _forget(item: Item) -> None:
    for name in ("field", "old_genres", "written_genres"):
        del item[f"genrelens_{name}"]


def _note(item: Item, answer: FileAnswer) -> None:
    """Set the fields that people query."""
    item["genrelens_genre"] = answer.genre
    item["genrelens_probability"] = answer.probability
    item["genrelens_decision"] = answer.decision
    item["genrelens_why"] = answer.why
    item["genrelens_candidates"] = "; ".join(map(_say_choice, answer.choices))
    item["genrelens_reasons"] = answer.reasons


def _say_choice(choice: tuple[str, float | None]) -> str:
    genre, probability = choice
    return genre if probability is None else f"{genre} {probability:.0%}"


def _show(item: Item, answer: FileAnswer) -> None:
    ui.print_(format(item))
    choices = ", ".join(map(_say_choice, answer.choices))
    named = f"{answer.decision} {choices}" if choices else answer.decision
    ui.print_(f"  {named}: {answer.why}")
    if answer.reasons and answer.reasons != answer.why:
        ui.print_(f"  {answer.reasons}")


def _prompt(answer: FileAnswer) -> str | None:
    """Let a person choose; empty to skip, None to stop."""
    for number, choice in enumerate(answer.choices, 1):
        ui.print_(f"  {number}. {_say_choice(choice)}")
    options = ("Skip", "Enter genre", "aBort")
    if answer.choices:
        numbers = (1, len(answer.choices))
        chosen = ui.input_options(options, default="s", numrange=numbers)
    else:
        chosen = ui.input_options(options, default="s")
    if isinstance(chosen, int):
        return answer.choices[chosen - 1][0]
    if chosen == "b":
        return None
    return _typed_genre() if chosen == "e" else ""


def _typed_genre() -> str:
    """Read a genre that can be written; empty for none."""
    while genre := " ".join(ui.input_("Genre:").split()):
        fault = find_fault((genre,))
        if fault is None:
            break
        ui.print_(f"  This cannot be written: {fault}.")
    return genre


def _albums_of(lib: Library, items: Iterable[Item]) -> Iterable[Album]:
    numbers = dict.fromkeys(item.album_id for item in items if item.album_id)
    found = (lib.get_album(number) for number in numbers)
    return [album for album in found if album is not None]


def _restore_albums(lib: Library, items: Iterable[Item]) -> None:
    """Give albums their genres back of whose tracks none is written any more."""
    for album in _albums_of(lib, items):
        tracks = list(album.items())
        if _ALBUM_OLD not in album or any(map(_earlier, tracks)):
            continue
        if album.genres == album[_ALBUM_WRITTEN]:
            album.genres = album[_ALBUM_OLD]
        del album[_ALBUM_OLD]
        del album[_ALBUM_WRITTEN]
        album.store(inherit=False)
