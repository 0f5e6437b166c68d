"""Tracks' addresses and ids on services: parsed, never fetched.

Both readers return a TrackRef or raise ValueError with what is wrong and how to put it right.
"""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from tracklink.plugin import Declaration, TrackRef

LONGEST_ID = 200
LONGEST_URL = 2_000
_LONGEST_SHOWN = 80

SHORT_LINK_HOSTS = frozenset(
    {"link.deezer.com", "deezer.page.link", "dzr.page.link", "spotify.link", "spotify.app.link", "link.tidal.com"}
    | {"bit.ly", "song.link", "odesli.co", "lnk.to"}
)
"""Hosts whose addresses say nothing until somebody follows them."""

OTHER_KINDS = frozenset(
    {"album", "albums", "playlist", "playlists", "artist", "artists", "channel", "release", "release-group"}
    | {"show", "episode", "podcast", "mix", "work", "user", "browse", "video", "videos"}
)
"""Parts of a path (or URI) that name something other than a track."""

_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, those that turn the direction of what follows, and halves of characters."""


def read_track_url(url: str, declarations: Iterable[Declaration]) -> TrackRef:
    """`https://www.deezer.com/fr/track/661485?utm=x` -> Deezer's track 661485, with its own page."""
    known = tuple(declarations)
    address = url.strip()
    if not address or len(address) > LONGEST_URL or re.search(r"\s", address) or _UNREADABLE.search(address):
        raise ValueError(f"a URL is one word of at most {LONGEST_URL:,} characters without control characters")
    for declaration in known:
        for pattern in declaration.url_patterns:
            if match := re.fullmatch(pattern, address):
                return _ref(declaration, match["id"])
    raise ValueError(f"{_shown(address)} {_fault(address, known)}")


def read_ref(provider: str, id_: str, declarations: Iterable[Declaration]) -> TrackRef:
    """The ref of an id on a provider. An id that does not look like the service's own is kept, without an address.

    Imported files carry ids of every form under a service's name.
    """
    known = {declaration.name: declaration for declaration in declarations}
    if provider not in known:
        raise ValueError(f"{_shown(provider)} is not a known provider: one of {', '.join(sorted(known))}")
    if fault := id_fault(id_):
        raise ValueError(fault)
    return _ref(known[provider], id_)


def page_of(declaration: Declaration, id_: str) -> str | None:
    """The page of an id for a person to open; None where the service has none, or no such ids."""
    if declaration.url_template is None or not re.fullmatch(declaration.id_pattern, id_):
        return None
    return declaration.url_template.replace("{id}", id_)


def id_fault(id_: str) -> str | None:
    """What keeps a text from being an id; None when it may be one."""
    if not id_.strip():
        return "an id is needed: any text that is not blank"
    if len(id_) > LONGEST_ID:
        return f"an id has at most {LONGEST_ID} characters"
    if _UNREADABLE.search(id_):
        return "an id holds no control characters"
    return None


def _ref(declaration: Declaration, id_: str) -> TrackRef:
    fits = re.compile(declaration.id_pattern).fullmatch
    canonical = id_ if fits(id_) or not fits(id_.lower()) else id_.lower()
    return TrackRef(declaration.name, canonical, page_of(declaration, canonical))


def _fault(address: str, known: Iterable[Declaration]) -> str:
    host, parts = _host_and_parts(address)
    if any(host == short or host.endswith(f".{short}") for short in SHORT_LINK_HOSTS):
        return "is a short link, and links are never followed: open it in a browser and pass the full address"
    if parts & OTHER_KINDS:
        return "is not the address of a track: open the track itself and pass its address"
    names = ", ".join(sorted(declaration.name for declaration in known if declaration.url_patterns))
    return f"is not the address of a track on a known service ({names}): pass the address of the track's own page"


def _host_and_parts(address: str) -> tuple[str, frozenset[str]]:
    try:
        split = urlsplit(address if "://" in address else f"//{address}")
        host = (split.hostname or "").removeprefix("www.")
    except ValueError:
        return "", frozenset()
    return host, frozenset(re.split(r"[/:]", address.lower())[1:])


def _shown(text: str) -> str:
    return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}...")
