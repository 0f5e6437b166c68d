"""Spotify, asked: one request a question, repeated once where the token is refused."""

import re
from collections.abc import Iterable, Mapping, Sequence

from providers.json_field import mapping, mappings
from providers.spotify.answer import candidate_of, track_id
from providers.spotify.client import SpotifyClient
from providers.spotify.declaration import DECLARATION
from providers.spotify.search_text import search_text
from providers.spotify.session import NAME, NoSuchMarket, NoSuchTrack
from tracklink.plugin import Candidate, Connection, Declaration, ProviderAnswerInvalid, Track, TrackRef

LARGEST_PAGE = 10
"""Since February 2026 a search for more is answered `400 Invalid limit`."""


class SpotifyProvider:
    """The live service. Asked without a market, Spotify answers searches as for the US."""

    def __init__(self, connection: Connection) -> None:
        self._client = SpotifyClient(connection)

    @property
    def declaration(self) -> Declaration:
        """What it is and can do."""
        return DECLARATION

    def missing_settings(self) -> Sequence[str]:
        """Nothing: it is opened only with its credentials."""
        return ()

    def lookup(self, ref: TrackRef, market: str | None) -> Sequence[Candidate]:
        """The track of this id, or the one that plays in its place; nothing for an id that cannot be Spotify's."""
        if ref.provider != NAME or not re.fullmatch(DECLARATION.id_pattern, ref.id):
            return ()
        try:
            fields = self._client.track(ref.id, market)
        except (NoSuchTrack, NoSuchMarket):
            return ()
        if track_id(fields) is None:
            raise ProviderAnswerInvalid(NAME, f"{NAME} answered with something other than a track.")
        return tuple(_candidates([fields], market, ref.id))

    def lookup_isrc(self, isrc: str, market: str | None) -> Sequence[Candidate]:
        """Tracks with this ISRC: the first page of a search for it, because one ISRC stands on many releases."""
        return self._search(f"isrc:{isrc}", LARGEST_PAGE, market)

    def lookup_barcode(self, barcode: str, market: str | None) -> Sequence[Candidate]:  # noqa: ARG002  # not declared
        """Nothing: tracks cannot be searched for by barcode."""
        return ()

    def search(self, query: Track, limit: int, market: str | None) -> Sequence[Candidate]:
        """The first page of a search in plain words."""
        text = search_text(query)
        return self._search(text, max(1, min(limit, LARGEST_PAGE)), market) if text else ()

    def _search(self, text: str, limit: int, market: str | None) -> Sequence[Candidate]:
        try:
            answer = self._client.search(text, limit, market)
        except NoSuchMarket:
            return ()
        found = mapping(answer.get("tracks")).get("items")
        if not isinstance(found, list):
            raise ProviderAnswerInvalid(NAME, f"{NAME} answered a search with something other than a list of tracks.")
        return tuple(candidate for candidate in _candidates(mappings(found), market) if candidate.track.title)[:limit]


def _candidates(
    found: Iterable[Mapping[str, object]], market: str | None, asked: str | None = None
) -> Iterable[Candidate]:
    return (candidate for fields in found if (candidate := candidate_of(fields, market, asked)))
