import math
from contextlib import suppress
from typing import Any

import pytest
from google.protobuf.json_format import ParseDict
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidQuery
from domain.query import CacheUse
from service.wire.fields import DESCRIPTION_CHARACTERS
from service.wire.query import read_track_query
from tests.service.running import KNOWN
from tracklink.plugin import ReleaseKind, Track, TrackRef
from tracklink.v1.link_service_pb2 import LinkTrackRequest
from tracklink.v1.track_pb2 import Track as TrackMessage

MBID = "0f2c6d0e-4c0a-4b7e-9d55-2d2a8c1f7a10"


def request(**fields: object) -> LinkTrackRequest:
    """A request from its JSON form."""
    return ParseDict(fields, LinkTrackRequest())


def faults(message: LinkTrackRequest) -> dict[str, str]:
    """What is refused: field -> description."""
    with pytest.raises(InvalidQuery) as raised:
        read_track_query(message, KNOWN)
    return {violation.field: violation.description for violation in raised.value.violations}


@pytest.mark.parametrize(
    ("field", "fix", "fields"),
    [
        ("track", "give a title", {}),
        ("track", "give a title", {"track": {"title": "  ", "artists": ["Ada Quill"], "barcode": "4006381333931"}}),
        ("track.isrcs[0]", "two letters", {"track": {"isrcs": ["USRC1760783"]}}),
        ("track.isrcs[1]", "leave it out", {"track": {"isrcs": ["USRC17607839", " "]}}),
        ("track.mbid", "a UUID", {"track": {"mbid": "not-a-uuid"}}),
        ("track.release_mbid", "a UUID", {"track": {"title": "x", "releaseMbid": "1"}}),
        ("track.duration_ms", "1 or more", {"track": {"title": "x", "durationMs": -5}}),
        ("track.duration_ms", "1 or more", {"track": {"title": "x", "durationMs": 0}}),
        ("track.track_number", "1 or more", {"track": {"title": "x", "trackNumber": 0}}),
        ("track.disc_number", "1 or more", {"track": {"title": "x", "discNumber": -1}}),
        ("track.popularity", "from 0 to 1", {"track": {"title": "x", "popularity": 1.5}}),
        ("track.bpm", "from 0 to 2000", {"track": {"title": "x", "bpm": "Infinity"}}),
        ("track.release_date", "1979-11-30", {"track": {"title": "x", "releaseDate": "30/11/1979"}}),
        ("track.release_date", "1979-11-30", {"track": {"title": "x", "releaseDate": "1979-02-30"}}),
        ("track.barcode", "check digit", {"track": {"title": "x", "barcode": "4006381333930"}}),
        ("track.iswcs[0]", "T-034.524.680-1", {"track": {"title": "x", "iswcs": ["034"]}}),
        ("track.release_kind", "that this version", {"track": {"title": "x", "releaseKind": 99}}),
        ("track.title", "at most 1,000", {"track": {"title": "x" * 10_000}}),
        ("track.title", "U+0007", {"track": {"title": "ring\a"}}),
        ("track.artists[1]", "at most 1,000", {"track": {"title": "x", "artists": ["a", "b" * 1_001]}}),
        ("track.artists", "at most 200", {"track": {"title": "x", "artists": ["a"] * 201}}),
        ("track.artists", "at most 20,000", {"track": {"title": "x", "artists": ["a" * 500] * 41}}),
        ("track.isrcs", "at most 100", {"track": {"isrcs": ["USRC17607839"] * 101}}),
        ("track.refs", "at most 100", {"track": {"refs": [{"provider": "deezer", "id": "1"}] * 101}}),
        ("track.refs[0].id", "is needed", {"track": {"refs": [{"provider": "deezer"}]}}),
        ("track.refs[0].provider", "is needed", {"track": {"refs": [{"id": "1"}]}}),
        ("track.refs[0].provider", "did you mean deezer?", {"track": {"refs": [{"provider": "dezer", "id": "1"}]}}),
        ("urls[1]", "known service", {"urls": ["https://www.deezer.com/track/1", "https://example.org/track/1"]}),
        ("providers[0]", "did you mean spotify?", {"track": {"title": "x"}, "providers": ["spotfy"]}),
        ("providers[0]", "musicbrainz, spotify", {"track": {"title": "x"}, "providers": ["q"]}),
        ("providers[0]", "providers.tidal.enabled", {"track": {"title": "x"}, "providers": ["tidal"]}),
        ("market", "as in DE", {"track": {"title": "x"}, "market": "XX1"}),
        ("market", "assigned alpha-2 code", {"track": {"title": "x"}, "market": "ZZ"}),
        ("market", "assigned alpha-2 code", {"track": {"title": "x"}, "market": "UK"}),
        ("min_confidence", "from 0 to 1", {"track": {"title": "x"}, "minConfidence": 1.01}),
        ("min_confidence", "from 0 to 1", {"track": {"title": "x"}, "minConfidence": "NaN"}),
        ("max_alternatives", "from 0 to 50", {"track": {"title": "x"}, "maxAlternatives": 51}),
        ("max_age_seconds", "0 or more", {"track": {"title": "x"}, "maxAgeSeconds": -1}),
        ("cache", "that this version", {"track": {"title": "x"}, "cache": 9}),
    ],
)
def test_a_fault_names_its_field_and_the_cure(field: str, fix: str, fields: dict[str, Any]) -> None:
    """One fault gives one violation: the path of the field, and what to do about it."""
    violations = faults(request(**fields))

    assert list(violations) == [field]
    assert fix in violations[field]


def test_all_faults_are_told_together() -> None:
    """A caller repairs a request once."""
    message = request(
        track={"isrcs": ["X"], "mbid": "X", "durationMs": -1}, urls=["X"], providers=["X"], market="XX1", cache=9
    )

    assert set(faults(message)) == {
        "track.isrcs[0]", "track.mbid", "track.duration_ms", "urls[0]", "providers[0]", "market", "cache",
    }  # fmt: skip


def test_a_description_is_short_whatever_was_sent() -> None:
    """What is quoted from a request fits into the metadata of an answer."""
    violations = faults(request(track={"isrcs": ["é" * 1_999]}, urls=["u" * 100_000]))

    assert all(len(description) <= DESCRIPTION_CHARACTERS + 1 for description in violations.values())


def test_identifiers_are_read_into_their_canonical_form() -> None:
    """What people paste is one form inside; equal ones count once."""
    query = read_track_query(
        request(
            track={
                "title": "Lantern Song",
                "isrcs": ["us-rc1-76-07839", "USRC17607839"],
                "mbid": MBID.upper(),
                "barcode": "0 400638 133393 1".replace(" ", ""),
                "iswcs": ["t-034.524.680-1"],
                "refs": [{"provider": "deezer", "id": "661485"}],
                "releaseKind": "RELEASE_KIND_DJ_MIX",
            },
            urls=["https://www.deezer.com/de/track/661485?utm_source=x", "https://www.deezer.com/track/7"],
            market="de",
        ),
        KNOWN,
    )

    assert query.track.isrcs == ("USRC17607839",)
    assert query.track.mbid == MBID
    assert query.track.barcode == "4006381333931"
    assert query.track.iswcs == ("T0345246801",)
    assert query.track.refs == (TrackRef("deezer", "661485"), TrackRef("deezer", "7"))
    assert query.track.release_kind is ReleaseKind.DJ_MIX
    assert query.market == "DE"


def test_what_is_absent_takes_its_default() -> None:
    """A title alone asks every enabled provider in alphabetical order, by the server's own ages."""
    query = read_track_query(request(track={"title": "Lantern Song"}), KNOWN)

    assert query.track == Track(title="Lantern Song")
    assert query.providers == ("catalog", "deezer", "itunes", "musicbrainz", "spotify", "youtube_music")
    assert (query.market, query.min_confidence, query.max_alternatives) == (None, 0, 3)
    assert (query.cache, query.max_age_seconds) == (CacheUse.DEFAULT, None)


def test_zero_is_not_absent() -> None:
    """`optional` fields tell 0 and false from silence."""
    query = read_track_query(
        request(track={"title": "x", "explicit": False}, maxAlternatives=0, maxAgeSeconds=0), KNOWN
    )

    assert (query.max_alternatives, query.max_age_seconds, query.track.explicit) == (0, 0, False)


def test_providers_are_asked_once_in_the_order_given() -> None:
    """A name that stands twice is asked once."""
    query = read_track_query(request(track={"title": "x"}, providers=["spotify", "catalog", "spotify"]), KNOWN)

    assert query.providers == ("spotify", "catalog")


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=3), st.integers(-(2**31), 2**31 - 1), st.floats())
def test_any_request_is_read_or_refused(title: str, texts: list[str], number: int, share: float) -> None:
    """Whatever is sent, the answer is a query or InvalidQuery, and no other error."""
    message = LinkTrackRequest(
        track=TrackMessage(
            title=title, artists=texts, isrcs=texts, mbid=title, duration_ms=number, barcode=title, release_date=title
        ),
        urls=texts,
        providers=texts,
        market=title,
        min_confidence=share,
        max_alternatives=number,
    )
    with suppress(InvalidQuery):
        assert not math.isnan(read_track_query(message, KNOWN).min_confidence)
