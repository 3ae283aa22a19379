"""The registry of every column that track tables are known to carry."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from genrelens.schema.columns import Kind, KnownColumn, Role
from genrelens.schema.known_attributes import KNOWN_ATTRIBUTES, signal_attribute
from genrelens.schema.music_tags import MUSIC_TAG_COLUMNS
from genrelens.schema.sound_columns import SOUND_COLUMNS
from genrelens.schema.spelling import normalise_header

__all__ = ["KNOWN_COLUMNS", "WEAK_SPELLINGS", "known_column", "registered", "spelt_as"]


def _catalogue(
    name: str, label: str, role: Role, kind: Kind, spellings: str, description: str
) -> KnownColumn:
    return KnownColumn(
        name=name,
        label=label,
        role=role,
        kind=kind,
        group="names",
        spellings=tuple(spellings.split()),
        description=description,
    )


_NAMES: Final[tuple[KnownColumn, ...]] = (
    _catalogue(
        "genre", "genre", Role.TARGET, Kind.CATEGORY,
        "genre track_genre playlist_genre music_genre genre_top top_genre main_genre"
        " primary_genre song_genre macro_genre genre_name genre_label genre_class"
        " genres artist_genre artist_genres artists_genres artist_top_genre"
        " album_genres album_genre genre_code label class class_label target"
        " type style category music_type",
        "The genre to be learnt.",
    ),
    _catalogue(
        "subgenre", "sub-genre", Role.TARGET, Kind.CATEGORY,
        "subgenre sub_genre playlist_subgenre playlist_sub_genre track_subgenre",
        "A finer genre, each of which lies inside one genre.",
    ),
    _catalogue(
        "track_id", "track id", Role.TRACK_ID, Kind.TEXT,
        "track_id spotify_id spotify_track_id song_id trackid songid id track_uri"
        " spotify_uri uri instance_id filename file_name file audio_file"
        " file_path filepath path clip",
        "The catalogue's own id of the recording, or its file.",
    ),
    _catalogue(
        "track_name", "track", Role.TRACK_NAME, Kind.TEXT,
        "track_name track_title song_name song_title trackname songname song title"
        " track name",
        "The title of the track.",
    ),
    _catalogue(
        "artist", "artist", Role.ARTIST, Kind.TEXT,
        "artist artists artist_name artists_name artist_names artists_names"
        " track_artist track_artists track_artist_name artistname artist_ind singer"
        " performer band",
        "Everyone who is credited with the track.",
    ),
    _catalogue(
        "artist_id", "artist id", Role.IDENTIFIER, Kind.TEXT,
        "artist_id artist_ids artists_id artist_uri artists_uri artist_uris"
        " track_artist_id album_artist_uri album_artist_id",
        "The catalogue's own id of an artist.",
    ),
    _catalogue(
        "album_artist", "album artist", Role.TEXT, Kind.TEXT,
        "album_artist album_artists album_artist_name",
        "Whoever the whole album is credited to.",
    ),
    _catalogue(
        "album", "album", Role.ALBUM, Kind.TEXT,
        "album album_name track_album_name track_album album_title albumname",
        "The title of the album.",
    ),
    _catalogue(
        "album_id", "album id", Role.IDENTIFIER, Kind.TEXT,
        "album_id album_uri track_album_id track_album_uri",
        "The catalogue's own id of the album.",
    ),
    _catalogue(
        "playlist_name", "playlist", Role.PLAYLIST, Kind.TEXT,
        "playlist_name playlist playlist_title",
        "The playlist from which the row was taken.",
    ),
    _catalogue(
        "playlist_id", "playlist id", Role.PLAYLIST, Kind.TEXT,
        "playlist_id playlist_uri playlist_url",
        "The catalogue's own id of the playlist from which the row was taken.",
    ),
    _catalogue(
        "added_at", "date added", Role.DATE, Kind.TEXT,
        "added_at date_added obtained_date added_date track_added_at last_updated",
        "When the row was added to a list, which says nothing about the music.",
    ),
    _catalogue(
        "added_by", "added by", Role.IDENTIFIER, Kind.TEXT,
        "added_by user user_id username",
        "Whoever added the row to a list.",
    ),
    _catalogue(
        "record_label", "record label", Role.TEXT, Kind.TEXT,
        "record_label album_label copyrights copyright",
        "The company that published the album.",
    ),
    _catalogue(
        "content_hash", "hash of the file", Role.IDENTIFIER, Kind.TEXT,
        "content_hash file_hash sha256 md5",
        "A number made from every byte of the file, its tags included.",
    ),
    _catalogue(
        "sound_hash", "hash of the sound", Role.IDENTIFIER, Kind.TEXT,
        "sound_hash audio_hash audio_md5",
        "A number made from the decoded sound alone, whatever the tags say.",
    ),
    _catalogue(
        "file_format", "file format", Role.FILE, Kind.TEXT,
        "file_format audio_format codec container file_type encoder",
        "How the file is encoded, which says nothing about the music.",
    ),
    _catalogue(
        "bit_rate", "bit rate", Role.FILE, Kind.TEXT,
        "bit_rate bitrate kbps",
        "How many bits a second the file takes, which says nothing about the music.",
    ),
    _catalogue(
        "sample_rate", "sample rate", Role.FILE, Kind.TEXT,
        "sample_rate samplerate sampling_rate bit_depth channels file_size",
        "How finely the file was sampled, which says nothing about the music.",
    ),
    _catalogue(
        "isrc", "ISRC", Role.IDENTIFIER, Kind.TEXT,
        "isrc track_isrc external_ids_isrc upc ean",
        "The recording's international standard code.",
    ),
    _catalogue(
        "link", "link", Role.IDENTIFIER, Kind.TEXT,
        "link url href track_href analysis_url track_url track_preview_url preview_url"
        " album_image_url image_url external_urls spotify_url track_link preview img",
        "An address, which says nothing about the music.",
    ),
    _catalogue(
        "index", "row number", Role.INDEX, Kind.TEXT,
        "index unnamed_0 unnamed row row_number row_id rownames no nr 1",
        "The number of the row in some earlier table.",
    ),
)  # fmt: skip


def _from_sound(known: KnownColumn) -> KnownColumn:
    """Give a column that this package measures, spelt as headers are folded."""
    folded = normalise_header(known.name)[0]
    others = ("lufs",) if known.name == "loudness_lufs" else ()
    return replace(known, spellings=(folded, *others))


_NAMED: Final = frozenset(known.name for known in KNOWN_ATTRIBUTES)

KNOWN_COLUMNS: Final[tuple[KnownColumn, ...]] = (
    *_NAMES,
    *KNOWN_ATTRIBUTES,
    *(_from_sound(known) for known in SOUND_COLUMNS if known.name not in _NAMED),
    *MUSIC_TAG_COLUMNS,
)
"""Every known column; a spelling belongs to one column only."""

WEAK_SPELLINGS: Final = frozenset(
    [
        "label",
        "class",
        "class_label",
        "target",
        "type",
        "style",
        "category",
        "dance",
        "live",
        "val",
        "pop",
        "acoustic",
        "instrumental",
        "temp",
        "length",
        "dur",
        "len",
        "id",
        "uri",
        "name",
        "title",
        "song",
        "track",
        "date",
        "release",
        "released",
        "file",
        "user",
        "path",
        "clip",
        "preview",
        "img",
        "row",
        "no",
        "nr",
        "1",
        "link",
        "url",
        "href",
        "band",
        "meter",
        "metre",
    ]
)
"""Spellings that often mean something else, believed only if the values agree."""

_BY_NAME: Final = {known.name: known for known in KNOWN_COLUMNS}
_BY_SPELLING: Final = {
    spelling: known for known in KNOWN_COLUMNS for spelling in known.spellings
}


def known_column(name: str) -> KnownColumn:
    """Give the known column of that name.

    Raises
    ------
    KeyError
        If none is registered under it.

    Examples
    --------
    >>> known_column("tempo").unit
    'BPM'
    """
    return _BY_NAME[name]


def registered(name: str) -> KnownColumn | None:
    """Give the known column of that name, signal features included, or None.

    Examples
    --------
    >>> registered("mfcc12_var").group, registered("shoe_size") is None
    ('sound', True)
    """
    return _BY_NAME.get(name) or signal_attribute(name)


def spelt_as(canonical: str) -> KnownColumn | None:
    """Give the known column that is spelt so, or None.

    Parameters
    ----------
    canonical : str
        A header folded by `schema.spelling.normalise_header`.

    Examples
    --------
    >>> spelt_as("beats_per_minute").name
    'tempo'
    >>> spelt_as("shoe_size") is None
    True
    """
    return _BY_SPELLING.get(canonical)
