"""ytmusicapi, opened so that it leaves the process as it was, and its surprises in our words."""

import locale
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from http.cookies import CookieError

import requests
from ytmusicapi import YTMusic
from ytmusicapi.constants import SUPPORTED_LOCATIONS
from ytmusicapi.exceptions import YTMusicError, YTMusicGatedError, YTMusicUserError
from ytmusicapi.helpers import initialize_headers

from tracklink.playlists.remote.innertube import InnerTube
from tracklink.playlists.remote.service import LoginNeeded, ServiceFailed
from tracklink.playlists.remote.youtube_login import PROVIDER

LANGUAGE = "en"
"""The library tells a deleted track by its English name."""
SURPRISES = (
    LookupError,
    TypeError,
    AttributeError,
    ValueError,
    RecursionError,
    YTMusicError,
    requests.RequestException,
)
"""All that the library raises where an answer has another layout than it was written for, and its own family."""


def open_session(through: InnerTube) -> requests.Session:
    """Takes no cookies: those of the login are sent as they were given."""
    session = requests.Session()
    session.mount("https://", through)
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    return session


def open_library(session: requests.Session, headers: Mapping[str, str] | None, market: str = "") -> YTMusic:
    """The library, without a request; signed in with these headers, asking as from a country where it knows it.

    Without a visitor's id in the headers it would fetch the home page first. Raises LoginNeeded.
    """
    signed_in = {"x-goog-visitor-id": "", **headers, "authorization": "SAPISIDHASH"} if headers else None
    location = market if market in SUPPORTED_LOCATIONS else ""
    try:
        with _locale_kept():
            library = YTMusic(signed_in, requests_session=session, language=LANGUAGE, location=location)
    except (YTMusicUserError, CookieError):
        raise LoginNeeded(
            f"the login at {PROVIDER} lacks its cookie __Secure-3PAPISID: run `tracklink login {PROVIDER}`"
        ) from None
    if not headers:
        library.base_headers = initialize_headers()
    return library


@contextmanager
def layout_known() -> Iterator[None]:
    """Around every call of the library. Its own words are dropped, for they quote the whole answer."""
    try:
        yield
    except YTMusicGatedError:
        raise ServiceFailed(
            f"{PROVIDER} asks for something in the browser first: open music.youtube.com, and try again"
        ) from None
    except SURPRISES as surprise:
        raise ServiceFailed(
            f"{PROVIDER} sent an answer of another layout than known ({type(surprise).__name__})"
        ) from None


@contextmanager
def _locale_kept() -> Iterator[None]:
    """The library's constructor sets the locale of the whole process."""
    kept = locale.setlocale(locale.LC_ALL)
    try:
        yield
    finally:
        locale.setlocale(locale.LC_ALL, kept)
