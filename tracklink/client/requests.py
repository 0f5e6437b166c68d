"""Requests from keyword pieces."""

from collections.abc import Sequence
from typing import Any, TypedDict, TypeVar, Unpack

from google.protobuf.message import Message

from tracklink.client.errors import InvalidRequest, Violation
from tracklink.v1.link_service_pb2 import FindReplacementRequest, LinkTrackRequest
from tracklink.v1.track_pb2 import Track, TrackRef

_Message = TypeVar("_Message", bound=Message)


class TrackPieces(TypedDict, total=False):
    """Fields of `tracklink.v1.Track`, by the same names and in the same units."""

    title: str
    artists: Sequence[str]
    album: str
    album_artists: Sequence[str]
    duration_ms: int | None
    isrcs: Sequence[str]
    mbid: str
    release_mbid: str
    track_number: int | None
    disc_number: int | None
    release_date: str
    explicit: bool | None
    version: str
    refs: Sequence[TrackRef]
    barcode: str


class LinkPieces(TrackPieces, total=False):
    """Fields of the track, and of `tracklink.v1.LinkTrackRequest`."""

    urls: Sequence[str]
    providers: Sequence[str]
    market: str
    min_confidence: float | None
    max_alternatives: int | None
    cache: LinkTrackRequest.Cache.ValueType
    max_age_seconds: int | None


class ReplacementPieces(TrackPieces, total=False):
    """Fields of the track, and of `tracklink.v1.FindReplacementRequest`; `id` is the dead id on `provider`."""

    provider: str
    id: str
    gone: bool
    market: str
    policy: FindReplacementRequest.Policy | None
    limit: int | None


def _message(kind: type[_Message], pieces: dict[str, Any], path: str = "") -> _Message:
    """A message from its pieces; a value that a field cannot carry is refused as the server would refuse it."""
    message = kind()
    for name, value in pieces.items():
        try:
            message.MergeFrom(kind(**{name: value}))
        except ValueError as error:
            cure = f"{value!r} cannot be sent: a whole number must fit in 32 bits, a text must be Unicode"
            raise InvalidRequest(cure, [Violation(path + name, cure)]) from error
    return message


def _apart(pieces: dict[str, Any]) -> tuple[Track, dict[str, Any]]:
    """The track, and what is left for the request around it."""
    names = Track.DESCRIPTOR.fields_by_name
    track = _message(Track, {name: value for name, value in pieces.items() if name in names}, "track.")
    return track, {name: value for name, value in pieces.items() if name not in names}


def link_request(**pieces: Unpack[LinkPieces]) -> LinkTrackRequest:
    """A request from its pieces: `link_request(title="...", artists=["..."], providers=["catalog"])`.

    Raises InvalidRequest for what a field cannot carry.
    """
    track, rest = _apart(dict(pieces))
    return _message(LinkTrackRequest, {"track": track, **rest})


def replacement_request(**pieces: Unpack[ReplacementPieces]) -> FindReplacementRequest:
    """A request from its pieces: `replacement_request(provider="deezer", id="661485", title="...")`.

    Raises InvalidRequest for what a field cannot carry.
    """
    track, rest = _apart(dict(pieces))
    if dead_id := rest.pop("id", ""):
        track.refs.append(_message(TrackRef, {"provider": rest.get("provider", ""), "id": dead_id}))
    return _message(FindReplacementRequest, {"track": track, **rest})
