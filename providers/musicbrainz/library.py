"""musicbrainzngs 0.7.1, tamed.

As it comes, the library keeps its host and User-Agent in module globals, lets one request through at a time (a lock
around the request and its retries), tries eight times with 56 s of sleep between, and has no time-out. None of that
can be switched off by its public names, so that here the module is run once more for every provider that is opened,
under no name in `sys.modules`: every provider has a host, a User-Agent and a time-out of its own, two of them never
mix, and the copy that other code may import stays as it is. In that copy private names are replaced; each is checked
first.
"""

import re
from collections.abc import Mapping
from functools import partial
from importlib import import_module
from importlib.util import module_from_spec
from types import ModuleType
from urllib.parse import urlsplit

from providers.musicbrainz.opener import PunctualOpener
from tracklink.plugin import Connection

VERSION = "0.7.1"

NEEDED = (
    "VALID_INCLUDES",
    "WebServiceError",
    "_mb_request.fun",
    "_safe_read",
    "compat.build_opener",
    "get_recording_by_id",
    "get_recordings_by_isrc",
    "search_recordings",
    "search_releases",
    "set_hostname",
    "set_rate_limit",
    "set_useragent",
)
"""Names of the library that are called or replaced."""

_PATH = "/ws/2"
_USER_AGENT = re.compile(r"(?P<application>[^/\s()]+)(?:/(?P<version>[^\s()]+))?\s*(?P<contact>.*)")

MORE_INCLUDES: Mapping[str, tuple[str, ...]] = {
    "recording": ("release-groups",),
    "isrc": ("artist-credits", "url-rels"),
}
"""What the service lets a request include, and the library's list of 2020 does not."""


def open_library(connection: Connection) -> ModuleType:
    """A copy of `musicbrainzngs.musicbrainz` for this connection; no request is made.

    ImportError when the library is not the version that this module knows; ValueError for a base URL or a User-Agent
    that cannot be used.
    """
    library = _copy("musicbrainzngs.musicbrainz")
    check(library)
    _point(library, connection.base_url)
    _introduce(library, connection.user_agent)
    _tame(library, PunctualOpener(connection.timeout_seconds, connection.before_another))
    return library


def check(library: ModuleType) -> None:
    """ImportError, with the fix, unless this is the version whose private names are known, and all are there."""
    version = getattr(library, "_version", "unknown")
    missing = [name for name in NEEDED if not _has(library, name)]
    if version != VERSION or missing:
        fault = f"{', '.join(missing)} is missing" if missing else f"its version is {version}"
        raise ImportError(
            f"musicbrainzngs {VERSION} is needed, as its private names are used, but {fault}: "
            f"pip install musicbrainzngs=={VERSION}",
            name="musicbrainzngs",
        )


def _copy(name: str) -> ModuleType:
    spec = import_module(name).__spec__
    if spec is None or spec.loader is None:
        raise ImportError(f"{name} cannot be loaded: pip install musicbrainzngs=={VERSION}", name=name)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _has(library: ModuleType, path: str) -> bool:
    part: object = library
    for name in path.split("."):
        part = getattr(part, name, None)
    return part is not None


def _point(library: ModuleType, base_url: str) -> None:
    """The library writes the path `/ws/2` itself; what stands before it goes where it expects the host."""
    split = urlsplit(base_url)
    if split.scheme not in {"http", "https"} or not split.hostname or not split.path.endswith(_PATH):
        raise ValueError(
            f"base_url of musicbrainz is {base_url!r}: write a URL that ends in {_PATH}, as in "
            "https://musicbrainz.org/ws/2 or http://localhost:5000/ws/2"
        )
    library.set_hostname(split.netloc + split.path.removesuffix(_PATH), use_https=split.scheme == "https")


def _introduce(library: ModuleType, user_agent: str) -> None:
    """MusicBrainz asks for a name, a version and somebody to write to, and refuses who hides."""
    match = _USER_AGENT.fullmatch(user_agent.strip())
    if match is None or not user_agent.isascii() or not user_agent.isprintable():
        raise ValueError(
            f"user_agent is {user_agent!r}: write a name, a version and a contact, as in "
            "tracklink/1.0 ( somebody@example.org )"
        )
    contact = match["contact"].strip("() ") or None
    library.set_useragent(match["application"], match["version"] or "0", contact)


def _tame(library: ModuleType, opener: PunctualOpener) -> None:
    """Several requests at once, each tried once, within the time-out, and no limit of the library's own."""
    library.set_rate_limit(False)
    compat = _copy("musicbrainzngs.compat")
    vars(compat)["build_opener"] = lambda *_handlers: opener
    vars(library).update(
        compat=compat,
        _mb_request=vars(library)["_mb_request"].fun,
        _safe_read=partial(vars(library)["_safe_read"], max_retries=1),
    )
    for entity, includes in MORE_INCLUDES.items():
        library.VALID_INCLUDES[entity] += includes
