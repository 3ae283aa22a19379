"""Make a table of a folder of music, listening only to what has changed."""

from __future__ import annotations

import os
import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from genrelens.audio.analysing import value_columns
from genrelens.audio.analysis import NO_NETWORK, AnalysisOptions, Failure
from genrelens.audio.embedding.choosing import is_own_file, open_network
from genrelens.audio.faults import PASSING
from genrelens.audio.isolation.own_network import learn_network
from genrelens.audio.isolation.pool import AnalysisPool
from genrelens.audio.library.chosen_files import list_chosen
from genrelens.audio.library.naming import path_to_text
from genrelens.audio.library.walking import SUFFIXES, list_sounds
from genrelens.audio.needing import need_all
from genrelens.errors import InputError, printable
from genrelens.workflow.documents.table_file import check_table_suffix
from genrelens.workflow.extracting.cache import Kept, SoundCache
from genrelens.workflow.extracting.requests import ExtractRequest, ExtractResult
from genrelens.workflow.extracting.settings import default_cache, settings_digest
from genrelens.workflow.extracting.sound_settings import SoundSettings
from genrelens.workflow.extracting.tables import (
    duplicates_table,
    errors_table,
    tracks_table,
)
from genrelens.workflow.extracting.written_tables import refuse_changed, write_tables
from genrelens.workflow.progress import silent

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from genrelens.audio.embedding.hearing import Known
    from genrelens.audio.library.walking import Listing, SoundPath
    from genrelens.workflow.progress import Listener

__all__ = ["extract_folder"]

_BEST_KNOWN: Final = (".mp3", ".flac", ".m4a", ".ogg", ".wav")


@dataclass(frozen=True, slots=True, eq=False)
class _Tables:
    """The tables, laid out."""

    tracks: pd.DataFrame
    errors: pd.DataFrame
    duplicates: pd.DataFrame
    n_unread_tags: int


@dataclass(slots=True)
class _Counts:
    """How many files were met in which state."""

    n_new: int = 0
    n_reused: int = 0
    n_unchanged: int = 0
    n_removed: int = 0


def extract_folder(
    request: ExtractRequest, *, listener: Listener = silent
) -> ExtractResult:
    """Turn a folder of music into a table with one row a track.

    What was found in a file is kept at once. A run that was stopped goes on where it
    was, and a run over an unchanged folder only asks for the files' sizes and times.

    Parameters
    ----------
    request : ExtractRequest
    listener : callable, optional
        Hears how far the job has come.

    Returns
    -------
    ExtractResult

    Raises
    ------
    InputError
        If the folder holds no sound, the network is not here, or a library is missing.
    OutputError
        If the table or the cache cannot be written, or a person changed the table.
    """
    began = time.monotonic()
    need_all()
    _check_output(request)
    network = _know_network(request.network)
    listing = _list(request)
    settings = SoundSettings(
        request.seconds, request.network, "" if network is None else network.digest
    )
    _refuse_empty(request.folder, listing)
    listener("listing the files", 1, 1)
    file = request.cache or default_cache(request.folder)
    with closing(SoundCache(file, settings_digest(request, network))) as cache:
        columns = value_columns(network)
        counts = _listen(request, listing, cache, len(columns), listener)
        tables = _lay_out(listing, cache, columns, listener)
        if request.only is None:
            cache.end_run()
    files = _write(request, tables, settings) | {"cache": file}
    return ExtractResult(
        frame=tables.tracks,
        errors=tables.errors,
        duplicates=tables.duplicates,
        n_files=len(listing.sounds) + len(listing.odd),
        n_new=counts.n_new,
        n_reused=counts.n_reused,
        n_unchanged=counts.n_unchanged,
        n_removed=counts.n_removed,
        n_links=listing.n_links,
        n_others=listing.n_others,
        n_unread_tags=tables.n_unread_tags,
        network=network.name if network is not None else "",
        seconds=request.seconds,
        elapsed=time.monotonic() - began,
        settings=settings,
        files=files,
    )


def _check_output(request: ExtractRequest) -> None:
    """Refuse before the long work what could not be written after it."""
    if request.output is None:
        return
    check_table_suffix(request.output)
    if not request.replace:
        refuse_changed(request.output)


def _know_network(name: str) -> Known | None:
    """Learn what a network gives; one of the user's own is opened in a child alone."""
    if name == NO_NETWORK:
        return None
    if is_own_file(name):
        return learn_network(AnalysisOptions(network=name))
    return open_network(name)


def _list(request: ExtractRequest) -> Listing:
    if request.only is None:
        return list_sounds(request.folder)
    return list_chosen(request.folder, request.only)


def _refuse_empty(folder: Path, listing: Listing) -> None:
    if listing.sounds or listing.odd:
        return
    others = (
        "1 file has another ending"
        if listing.n_others == 1
        else f"{listing.n_others:,} files have other endings"
    )
    raise InputError(
        f"The folder '{printable(folder)}' holds no sound files: {others} than "
        f"{', '.join(_BEST_KNOWN)} and {len(SUFFIXES) - len(_BEST_KNOWN)} more that "
        "are read. Give the folder that your music lies in."
    )


def _listen(
    request: ExtractRequest,
    listing: Listing,
    cache: SoundCache,
    n_values: int,
    listener: Listener,
) -> _Counts:
    """Analyse what is new or changed, and keep every answer at once."""
    counts = _Counts()
    changed = _find_changed(listing, cache, counts, is_whole=request.only is None)
    listener("listening to the files", 0, max(1, len(changed)))
    by_path = {request.folder / sound.relative: sound for sound in changed}
    pool = AnalysisPool(
        min(request.workers or _n_processors(), max(1, len(changed))),
        AnalysisOptions(seconds=request.seconds, network=request.network),
        n_values=n_values,
        knows=cache.knows,
    )
    with closing(pool.analyse(by_path)) as answers:
        for n_done, answer in enumerate(answers, start=1):
            cache.keep(by_path[answer.path], answer)
            if isinstance(answer, Failure) or answer.numbers is not None:
                counts.n_new += 1
            else:
                counts.n_reused += 1
            listener("listening to the files", n_done, len(changed))
    if not changed:
        listener("listening to the files", 1, 1)
    return counts


def _find_changed(
    listing: Listing, cache: SoundCache, counts: _Counts, *, is_whole: bool
) -> list[SoundPath]:
    """Give the files that are not known as they are, and note which are gone."""
    known = cache.unchanged()
    changed = []
    for sound in listing.sounds:
        found = known.get(os.fsencode(sound.relative))
        if (
            found is None
            or found[:3] != (sound.size, sound.mtime_ns, sound.inode)
            or found[3] in PASSING
        ):
            changed.append(sound)
    counts.n_unchanged = len(listing.sounds) - len(changed)
    if not is_whole:
        return changed
    were_here, are_here = (
        cache.here(),
        {os.fsencode(sound.relative) for sound in listing.sounds},
    )
    gone = sorted(were_here - are_here)
    counts.n_removed = len(gone)
    cache.forget_gone(gone)
    cache.note_here(sorted(are_here & (known.keys() - were_here)))
    return changed


def _lay_out(
    listing: Listing, cache: SoundCache, columns: tuple[str, ...], listener: Listener
) -> _Tables:
    """Lay out the tables in the order of the listing."""
    kept = dict(cache.all())
    faults = [(path_to_text(odd.relative), odd.code, odd.reason) for odd in listing.odd]
    paths, tracks, sizes = [], [], []
    for sound in listing.sounds:
        found = kept[os.fsencode(sound.relative)]
        text = path_to_text(sound.relative)
        if isinstance(found, Kept):
            paths.append(text)
            tracks.append(found)
            sizes.append(sound.size)
        else:
            faults.append((text, *found))
    listener("looking for doubles", 0, 1)
    duplicates = duplicates_table(paths, tracks, sizes)
    listener("looking for doubles", 1, 1)
    return _Tables(
        tracks_table(paths, tracks, columns),
        errors_table(sorted(faults)),
        duplicates,
        sum(not one.tags.is_read for one in tracks),
    )


def _write(
    request: ExtractRequest, tables: _Tables, settings: SoundSettings
) -> dict[str, Path]:
    """Write the tables, where they are wanted in files."""
    if request.output is None:
        return {}
    frames = {
        "table": tables.tracks,
        "errors": tables.errors,
        "duplicates": tables.duplicates,
    }
    return write_tables(
        request.output, frames, settings, raw=request.raw, replace=request.replace
    )


def _n_processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
