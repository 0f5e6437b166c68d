"""MusicBrainz asked through musicbrainzngs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from re import fullmatch
from types import ModuleType
from typing import TypeVar, cast
from urllib.parse import urlencode

from providers.musicbrainz.declaration import DECLARATION
from providers.musicbrainz.failure import failure_of, is_not_found, lacking, unreadable
from providers.musicbrainz.lucene import near, on_releases, with_barcode
from providers.musicbrainz.mbid import mbid_of
from providers.musicbrainz.parsed import Message, Url
from providers.musicbrainz.recording import candidates
from providers.musicbrainz.relation import only_recording, urls_of
from tracklink.plugin import Candidate, Declaration, Track, TrackRef

MOST_HITS = 100
"""What one search may ask for."""
MOST_EDITIONS = 5
"""Releases of one barcode whose tracks are offered."""

_RECORDING = ["artist-credits", "artists", "isrcs", "media", "release-groups", "releases", "url-rels"]
_ISRC = ["artist-credits", "artists", "isrcs", "releases", "url-rels"]
"""Release groups are not among what `/isrc` is known to include."""

_UNREADABLE = (ValueError, KeyError, TypeError, RecursionError)
"""What the library's reader raises for XML of another kind: a tag without a namespace, a count that is no number, an
ISRC without an id, a list of relations without a target, elements nested without end."""

Part = TypeVar("Part")


class MusicBrainz:
    """The live provider. Threads may share it: nothing is written after it has been made.

    It asks one request for an id, an ISRC or a search, two for a barcode or another service's id.
    """

    def __init__(
        self, library: ModuleType, declarations: Iterable[Declaration], before_another: Callable[[], None]
    ) -> None:
        """`declarations` of the services whose ids are read from the relations of a recording."""
        self._library = library
        self._before_another = before_another
        self._declarations = tuple(known for known in declarations if known.name != DECLARATION.name)

    @property
    def declaration(self) -> Declaration:
        """What it is and can do."""
        return DECLARATION

    def missing_settings(self) -> Sequence[str]:
        """Nothing: MusicBrainz is open to everybody."""
        return ()

    def lookup(self, ref: TrackRef, market: str | None) -> Sequence[Candidate]:
        """The recording of an MBID; for an id of another service the one recording that its URL belongs to."""
        if ref.provider != DECLARATION.name:
            return self._lookup_foreign(ref, market)
        if not fullmatch(DECLARATION.id_pattern, ref.id):
            return ()
        answer = self._ask(lambda: self._library.get_recording_by_id(ref.id, includes=_RECORDING))
        if answer is None:
            return ()
        found = candidates([_stated(answer.get("recording"), "recording")], self._declarations)
        if not found:
            raise lacking("an MBID")
        return found

    def lookup_isrc(self, isrc: str, market: str | None) -> Sequence[Candidate]:  # noqa: ARG002  # nothing plays here
        """The recordings with this ISRC: often several, as editors do not merge what sounds alike."""
        answer = self._ask(lambda: self._library.get_recordings_by_isrc(isrc, includes=_ISRC))
        if answer is None:
            return ()
        return candidates(_stated(answer.get("isrc"), "isrc").get("recording-list", []), self._declarations)

    def lookup_barcode(self, barcode: str, market: str | None) -> Sequence[Candidate]:  # noqa: ARG002  # likewise
        """The recordings on the releases with this GTIN, each with the release's own title."""
        answer = self._found(lambda: self._library.search_releases(with_barcode(barcode), limit=MOST_EDITIONS))
        releases = _stated(answer.get("release-list"), "release-list")
        mbids = {mbid for mbid in map(mbid_of, releases) if mbid}
        if not mbids:
            return ()
        self._before_another()
        found = self._search(on_releases(sorted(mbids)), MOST_HITS, mbids)
        return tuple(replace(candidate, track=replace(candidate.track, barcode=barcode)) for candidate in found)

    def search(self, query: Track, limit: int, market: str | None) -> Sequence[Candidate]:  # noqa: ARG002  # likewise
        """At most `limit` recordings near the query; the search index states neither barcodes nor URLs."""
        text = near(query)
        return self._search(text, min(limit, MOST_HITS), ()) if text else ()

    def _search(self, text: str, limit: int, preferred: Iterable[str]) -> tuple[Candidate, ...]:
        answer = self._found(lambda: self._library.search_recordings(text, limit=limit))
        return candidates(
            _stated(answer.get("recording-list"), "recording-list"), self._declarations, frozenset(preferred)
        )

    def _lookup_foreign(self, ref: TrackRef, market: str | None) -> tuple[Candidate, ...]:
        """The ref is added, as the recording does not state it where the relation has ended."""
        mbid = only_recording(self._urls(urls_of(ref, self._declarations, market)))
        if mbid is None:
            return ()
        self._before_another()
        found = self.lookup(TrackRef(DECLARATION.name, mbid), market)
        return tuple(replace(candidate, track=_with_ref(candidate.track, ref)) for candidate in found)

    def _urls(self, urls: Sequence[str]) -> Sequence[Url]:
        """What is known of these URLs, in one request: one that is asked for alone comes alone, several as a list."""
        if not urls:
            return ()
        query = urlencode([*(("resource", url) for url in urls), ("inc", "recording-rels")])
        answer = self._ask(lambda: vars(self._library)["_mb_request"](f"url?{query}"))
        if answer is None:
            return ()
        return answer["url-list"] if "url-list" in answer else [_stated(answer.get("url"), "url")]

    def _ask(self, request: Callable[[], object]) -> Message | None:
        """The answer as the library reads it; None when the service has nothing of the kind."""
        try:
            return cast("Message", request())
        except self._library.WebServiceError as error:
            if is_not_found(error.cause):
                return None
            raise failure_of(error.cause) from error
        except _UNREADABLE as error:
            raise unreadable(error) from error

    def _found(self, search: Callable[[], object]) -> Message:
        """The answer to a search, which is a list, were it empty: a search that is not found was asked elsewhere."""
        answer = self._ask(search)
        if answer is None:
            raise lacking("a list")
        return answer


def _stated(part: Part | None, name: str) -> Part:
    if part is None:
        raise lacking(name)
    return part


def _with_ref(track: Track, ref: TrackRef) -> Track:
    return replace(track, refs=tuple(dict.fromkeys((*track.refs, ref))))
