"""Relations between recordings and URLs: a recording's ids on other services, and the way back."""

from collections.abc import Iterable, Iterator, Sequence

from domain.track_url import page_of, read_track_url
from providers.musicbrainz.parsed import Recording, Url
from tracklink.plugin import Declaration, TrackRef

_STORES = ("us", "gb", "de", "jp", "fr", "ca", "au", "it", "es", "nl", "se", "br", "mx", "kr")
"""Apple's URLs keep their country: where editors most likely looked. One request may ask for a hundred URLs."""

_WRITTEN = {
    "deezer": ("https://www.deezer.com/track/{id}",),
    "spotify": ("https://open.spotify.com/track/{id}",),
    "tidal": ("https://tidal.com/track/{id}",),
    "itunes": tuple(f"https://music.apple.com/{store}/song/{{id}}" for store in ("{market}", *_STORES)),
    "youtube_music": ("https://music.youtube.com/watch?v={id}", "https://www.youtube.com/watch?v={id}"),
}
"""How MusicBrainz writes a track's URL: it is found by exactly this text. `URLCleanup.js` of the server decides."""


def refs_of(recording: Recording, declarations: Iterable[Declaration]) -> tuple[TrackRef, ...]:
    """The recording's ids on the declared services; relations that have ended are left out, as their page is gone."""
    known = tuple(declarations)
    relations = recording.get("url-relation-list", [])
    targets = (relation.get("target", "") for relation in relations if relation.get("ended") != "true")
    return tuple(dict.fromkeys(ref for target in targets for ref in _refs(target, known)))


def urls_of(ref: TrackRef, declarations: Iterable[Declaration], market: str | None) -> tuple[str, ...]:
    """The URLs under which MusicBrainz may know a track of another service; none for a service without pages.

    Where a service has a page for each country, that of the market comes first.
    """
    declaration = next((known for known in declarations if known.name == ref.provider), None)
    page = page_of(declaration, ref.id) if declaration else None
    if page is None:
        return ()
    country = (market or _STORES[0]).lower()
    forms = (form.replace("{market}", country) for form in _WRITTEN.get(ref.provider, (page,)))
    return tuple(dict.fromkeys(form.replace("{id}", ref.id) for form in forms))


def only_recording(urls: Sequence[Url]) -> str | None:
    """The MBID of the one recording that the URLs belong to; None when they name several, or none."""
    targets = {relation.get("target", "") for url in urls for relation in url.get("recording-relation-list", [])}
    return targets.pop() if len(targets) == 1 else None


def _refs(target: str, declarations: Iterable[Declaration]) -> Iterator[TrackRef]:
    try:
        yield read_track_url(target, declarations)
    except ValueError:
        return
