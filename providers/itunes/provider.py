"""The iTunes Search API, asked without an account."""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus

import httpx

from providers.http_error import error_of_open_status
from providers.httpx_error import FAULTS, error_of_fault
from providers.itunes.declaration import DECLARATION
from providers.itunes.song import candidates_of
from providers.json_field import NOT_JSON, decoded, mapping, text
from providers.punctual_httpx import PunctualTransport
from tracklink.plugin import (
    Candidate,
    Connection,
    Declaration,
    ProviderAnswerInvalid,
    Track,
    TrackRef,
)

DEFAULT_COUNTRY = "US"
"""Whose catalogue Apple itself takes where none is named."""

MOST_RESULTS = 200

UPC_DIGITS = 12
"""Barcodes come without leading zeros; Apple knows them as UPCs with theirs."""


class ItunesProvider:
    """Every verb is one request; an id that the market does not have is asked for once more, where there is most."""

    def __init__(self, connection: Connection) -> None:
        self._client = httpx.Client(
            base_url=connection.base_url,
            transport=PunctualTransport(),
            timeout=connection.timeout_seconds,
            headers={"User-Agent": connection.user_agent},
        )
        self._before_another = connection.before_another

    @property
    def declaration(self) -> Declaration:
        """What it is and can do."""
        return DECLARATION

    def missing_settings(self) -> Sequence[str]:
        """Nothing: everybody may ask."""
        return ()

    def lookup(self, ref: TrackRef, market: str | None) -> Sequence[Candidate]:
        """The song of an id; from another country's catalogue where it has gone from the market's."""
        if not re.fullmatch(DECLARATION.id_pattern, ref.id):
            return ()
        found = self._ask("/lookup", {"id": ref.id}, market)
        if found or market in {None, DEFAULT_COUNTRY}:
            return found
        self._before_another()
        return self._ask("/lookup", {"id": ref.id}, DEFAULT_COUNTRY)

    def lookup_isrc(self, isrc: str, market: str | None) -> Sequence[Candidate]:  # noqa: ARG002  # not declared
        """Nothing: Apple knows no ISRCs here."""
        return ()

    def lookup_barcode(self, barcode: str, market: str | None) -> Sequence[Candidate]:
        """The songs of a release, and at times those of a variant of it, whose barcode is another."""
        question = {"upc": barcode.zfill(UPC_DIGITS), "entity": "song", "limit": f"{MOST_RESULTS}"}
        return self._ask("/lookup", question, market)

    def search(self, query: Track, limit: int, market: str | None) -> Sequence[Candidate]:
        """Songs near the title and the first artist, in Apple's order."""
        term = " ".join((query.title, *query.artists[:1])).strip()
        if not term:
            return ()
        question = {"term": term, "media": "music", "entity": "song", "limit": f"{min(limit, MOST_RESULTS)}"}
        return self._ask("/search", question, market)[:limit]

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def _ask(self, path: str, question: Mapping[str, str], market: str | None) -> tuple[Candidate, ...]:
        try:
            answer = self._client.get(path, params={**question, "country": market or DEFAULT_COUNTRY})
        except FAULTS as fault:
            raise error_of_fault(DECLARATION.name, fault) from fault
        return () if _has_no_such_store(answer) else tuple(candidates_of(_results(answer), market))


def _has_no_such_store(answer: httpx.Response) -> bool:
    """Apple sells no music there: a 400 that names the parameter."""
    message = text(decoded(answer.json).get("errorMessage")) or ""
    return answer.status_code == HTTPStatus.BAD_REQUEST and "[country]" in message


def _results(answer: httpx.Response) -> list[object]:
    """What a success lists: JSON, although it calls itself JavaScript."""
    if answer.status_code != HTTPStatus.OK:
        raise error_of_open_status(DECLARATION.name, answer.status_code, answer.headers.get("Retry-After"))
    try:
        results = mapping(answer.json()).get("results")
    except NOT_JSON as fault:
        raise error_of_fault(DECLARATION.name, fault) from fault
    if not isinstance(results, list):
        raise ProviderAnswerInvalid(DECLARATION.name, "itunes answered without a list of results.")
    return results
