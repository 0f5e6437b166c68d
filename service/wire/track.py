"""The caller's Track message, read."""

from collections.abc import Sequence
from typing import TypeVar

from domain.identifiers import read_barcode, read_isrc, read_mbid
from domain.track_url import read_ref
from service.wire.enums import RELEASE_KINDS, names_of
from service.wire.fields import Fields
from service.wire.iswc import read_iswc
from service.wire.providers import KnownProviders
from service.wire.release_date import read_release_date
from tracklink.plugin import ReleaseKind, Track, TrackRef
from tracklink.v1.track_pb2 import Track as TrackMessage
from tracklink.v1.track_pb2 import TrackRef as TrackRefMessage

TEXT_CHARACTERS = 1_000
GENRE_CHARACTERS = 200
URL_CHARACTERS = 2_000
MOST_ARTISTS = 200
MOST_IDENTIFIERS = 100
MOST_GENRES = 100
MOST_BPM = 2_000

Value = TypeVar("Value")

_KINDS = names_of(RELEASE_KINDS)


def read_track(fields: Fields, message: TrackMessage, known: KnownProviders) -> Track:
    """The track with its identifiers in canonical form; `fields` remembers what is at fault."""
    _check_numbers(fields, message)
    return Track(
        title=fields.text("title", message.title, TEXT_CHARACTERS),
        artists=fields.texts("artists", message.artists, MOST_ARTISTS, TEXT_CHARACTERS),
        album=fields.text("album", message.album, TEXT_CHARACTERS) or None,
        album_artists=fields.texts("album_artists", message.album_artists, MOST_ARTISTS, TEXT_CHARACTERS),
        duration_ms=_stated(message, "duration_ms", message.duration_ms),
        isrcs=fields.forms("isrcs", message.isrcs, MOST_IDENTIFIERS, read_isrc),
        mbid=fields.form("mbid", message.mbid, read_mbid),
        release_mbid=fields.form("release_mbid", message.release_mbid, read_mbid),
        track_number=_stated(message, "track_number", message.track_number),
        disc_number=_stated(message, "disc_number", message.disc_number),
        release_date=fields.form("release_date", message.release_date, read_release_date),
        explicit=_stated(message, "explicit", message.explicit),
        version=fields.text("version", message.version, TEXT_CHARACTERS) or None,
        refs=read_refs(fields, "refs", message.refs, MOST_IDENTIFIERS, known),
        iswcs=fields.forms("iswcs", message.iswcs, MOST_IDENTIFIERS, read_iswc),
        bpm=_stated(message, "bpm", message.bpm),
        popularity=_stated(message, "popularity", message.popularity),
        preview_url=fields.text("preview_url", message.preview_url, URL_CHARACTERS) or None,
        barcode=fields.form("barcode", message.barcode, read_barcode),
        release_kind=_release_kind(fields, message),
        genres=fields.texts("genres", message.genres, MOST_GENRES, GENRE_CHARACTERS),
    )


def read_refs(
    fields: Fields, name: str, messages: Sequence[TrackRefMessage], most: int, known: KnownProviders
) -> tuple[TrackRef, ...]:
    """The refs, once each in the order given."""
    if not fields.count(name, messages, most):
        return ()
    refs = [read_one_ref(fields.part(f"{name}[{place}]"), message, known) for place, message in enumerate(messages)]
    return tuple(dict.fromkeys(ref for ref in refs if ref is not None))


def read_one_ref(fields: Fields, message: TrackRefMessage, known: KnownProviders) -> TrackRef | None:
    """The ref with its page, or None when its provider or id is refused; the caller's own `url` says nothing more."""
    provider = fields.form("provider", message.provider, known.read)
    if not message.provider.strip():
        fields.refuse("provider", f"is needed: one of {', '.join(sorted(known.declarations))}")
    if not message.id.strip():
        fields.refuse("id", "is needed: the service's own id of the track")
    if provider is None:
        return None
    return fields.form("id", message.id, lambda id_: read_ref(provider, id_, known.declarations.values()))


def names_a_track(message: TrackMessage) -> bool:
    """Whether it says enough to ask about: a title, an identifier or a ref, well formed or not."""
    return bool(message.title.strip() or message.isrcs or message.mbid.strip() or message.refs)


def _check_numbers(fields: Fields, message: TrackMessage) -> None:
    for name in ("duration_ms", "track_number", "disc_number"):
        if message.HasField(name):
            fields.number(name, getattr(message, name), least=1)
    if message.HasField("bpm"):
        fields.number("bpm", message.bpm, 0, MOST_BPM)
    if message.HasField("popularity"):
        fields.number("popularity", message.popularity, 0, 1)


def _stated(message: TrackMessage, name: str, value: Value) -> Value | None:
    return value if message.HasField(name) else None  # type: ignore[arg-type]  # the stub lists the names as literals


def _release_kind(fields: Fields, message: TrackMessage) -> ReleaseKind | None:
    if not message.release_kind or not fields.one_of("release_kind", message.release_kind, _KINDS):
        return None
    return _KINDS[message.release_kind]
