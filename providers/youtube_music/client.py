"""ytmusicapi, made to ask exactly once for what it is asked, and to keep nothing between two questions."""

import locale
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from http.cookiejar import DefaultCookiePolicy

import requests
from ytmusicapi import YTMusic
from ytmusicapi.constants import SUPPORTED_LOCATIONS
from ytmusicapi.exceptions import YTMusicError
from ytmusicapi.helpers import initialize_context, initialize_headers

from providers.youtube_music.adapter import NAME, InnerTubeAdapter
from tracklink.plugin import Connection, ProviderAnswerInvalid

LANGUAGE = "en"
"""The library reads "views", "plays" and the headings of shelves in the language that it asks in."""

SURPRISES = (LookupError, TypeError, AttributeError, ValueError, RecursionError, YTMusicError)
"""All that the library's parsers raise where an answer has another layout than they were written for: missing keys and
rows, null and text in place of objects, text in place of numbers, too deep a nesting, and the library's own family."""


def open_client(connection: Connection) -> YTMusic:
    """A signed-out client, without a request. It asks as the web player does, so it keeps that User-Agent.

    One serves every thread: with the headers set, and a jar that takes no cookies, nothing of it changes any more, and
    the connections below are handed out by urllib3's own locked pool. Without preset headers its first question
    fetches the home page for a visitor's id.
    """
    session = requests.Session()
    session.mount("https://", InnerTubeAdapter(connection))
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    with _locale_kept():
        client = YTMusic(requests_session=session, language=LANGUAGE)
    client.base_headers = initialize_headers()
    return client


def in_market(client: YTMusic, market: str | None) -> YTMusic:
    """The same client asking as from a country; from where the server stands when the library does not know it.

    The context also tells the day's version of the web player, so it is made anew for each question.
    """
    local = copy(client)
    local.context = initialize_context()
    place = {"gl": market} if market in SUPPORTED_LOCATIONS else {}
    local.context["context"]["client"] |= {"hl": LANGUAGE} | place
    return local


@contextmanager
def layout_known() -> Iterator[None]:
    """Around every call of the library: an answer that it cannot read is a ProviderAnswerInvalid.

    The library's own words are dropped, for they quote the whole answer.
    """
    try:
        yield
    except SURPRISES as surprise:
        raise ProviderAnswerInvalid(
            NAME, f"{NAME} sent an answer of another layout than known ({type(surprise).__name__})."
        ) from None


@contextmanager
def _locale_kept() -> Iterator[None]:
    """The library's constructor sets the locale of the whole process."""
    kept = locale.setlocale(locale.LC_ALL)
    try:
        yield
    finally:
        locale.setlocale(locale.LC_ALL, kept)
