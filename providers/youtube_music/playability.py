"""What the player says of whether it plays, in a status and in words (in English, the language that is asked in)."""

import re
from collections.abc import Mapping

from providers.json_field import mapping, mappings, text, texts
from providers.youtube_music.adapter import NAME
from tracklink.plugin import ProviderAnswerInvalid, ProviderRateLimited

SIGNED_IN_ONLY = frozenset(
    {"LOGIN_REQUIRED", "AGE_CHECK_REQUIRED", "AGE_VERIFICATION_REQUIRED", "CONTENT_CHECK_REQUIRED"}
)
"""Statuses of what may play for a person with an account; the complete list of statuses is not published."""

_TOO_MUCH_ASKED = re.compile(r"not a bot|captcha|try again later")
_PRIVATE = re.compile(r"\bprivate\b")


def plays(playability: Mapping[str, object]) -> bool | None:
    """Whether a track plays; None when that is told to people with an account only. Any status but OK is a no.

    ProviderRateLimited when the service has had enough of our questions. It says so in an answer of status 200, under
    the statuses LOGIN_REQUIRED and ERROR and beginning with "Video unavailable": that says nothing about the track.
    """
    status = text(playability.get("status"))
    if status is None:
        raise ProviderAnswerInvalid(NAME, f"{NAME} sent an answer without a playability status.")
    if status == "OK":
        return True
    words = _words(playability)
    if _TOO_MUCH_ASKED.search(words):
        raise ProviderRateLimited(NAME, f"{NAME} answers no more questions from this address for now.")
    return None if status in SIGNED_IN_ONLY and not _PRIVATE.search(words) else False


def _words(playability: Mapping[str, object]) -> str:
    """The reason, and what the error screen adds to it."""
    screen = mapping(mapping(playability.get("errorScreen")).get("playerErrorMessageRenderer"))
    shown = (_label(screen.get("reason")), _label(screen.get("subreason")))
    return " ".join((text(playability.get("reason")) or "", *texts(playability.get("messages")), *shown)).casefold()


def _label(label: object) -> str:
    runs = (text(run.get("text")) or "" for run in mappings(mapping(label).get("runs")))
    return text(mapping(label).get("simpleText")) or " ".join(runs)
