"""Every field that two tracks state yields a row that explains itself."""

from dataclasses import replace

import pytest

from domain.match import Effect, Evidence
from service.matching import judge
from tracklink.plugin import Candidate, ReleaseKind, Track, TrackRef

MBID = "b1a9c0e9-d987-4042-ae91-78d6a3267d69"
FULL = Track(
    title="Harbour Lights, Pt. 2 (2011 Remaster) [feat. Ida Moll]",
    artists=("The Paper Lanterns",),
    album="Quayside",
    duration_ms=201_400,
    isrcs=("GBXYZ2400001",),
    mbid=MBID,
    track_number=4,
    disc_number=1,
    release_kind=ReleaseKind.ALBUM,
    explicit=False,
    refs=(TrackRef("deezer", "4471"),),
)


def _rows(asked: Track, offered: Track, precision_ms: int = 1) -> dict[str, Evidence]:
    offer = Candidate(ref=TrackRef("catalog", "1"), track=offered, duration_precision_ms=precision_ms)
    return {row.field: row for row in judge(asked, offer).evidence}


def test_every_field_has_its_row() -> None:
    """Whatever both sides state is compared, each field in one row with one plain sentence."""
    rows = _rows(FULL, FULL)
    fields = {"title", "artists", "featured", "version", "master", "part_number", "duration", "album", "position"}
    assert set(rows) == fields | {"release_kind", "explicit", "isrc", "mbid", "ref"}
    assert all(row.detail and row.detail[0].islower() and not row.detail.endswith(".") for row in rows.values())
    assert not any(row.effect in {Effect.OPPOSES, Effect.VETOES} for row in rows.values())


@pytest.mark.parametrize(
    ("change", "level", "detail"),
    [
        ({}, 1, "both are track 1-4 of the same release"),
        ({"track_number": 7}, -1, "track 1-4 and track 1-7 of the same release"),
        ({"disc_number": 2}, -1, "track 1-4 and track 2-4 of the same release"),
        ({"album": "Best Of", "track_number": 7}, 0, "track 1-4 and track 1-7, but not of the same release"),
    ],
)
def test_a_place_tells_something_on_one_release_only(change: dict[str, object], level: int, detail: str) -> None:
    """The same place supports, another opposes, and of two releases the places say nothing."""
    row = _rows(FULL, replace(FULL, **change))["position"]  # type: ignore[arg-type]  # fields by name
    assert row.detail == detail
    assert (row.weight > 0) - (row.weight < 0) == level


@pytest.mark.parametrize("field", ["track_number", "release_kind"])
def test_an_unstated_place_has_no_row(field: str) -> None:
    """Silence on a side yields neither position nor kind of release."""
    rows = _rows(FULL, replace(FULL, **{field: None}))  # type: ignore[arg-type]  # fields by name
    assert {"track_number": "position"}.get(field, field) not in rows


def test_the_kind_of_release_decides_nothing() -> None:
    """A single and an album may hold one recording."""
    row = _rows(FULL, replace(FULL, release_kind=ReleaseKind.SINGLE))["release_kind"]
    assert (row.effect, row.weight) == (Effect.NEUTRAL, 0)
    assert row.detail == "the releases are of two kinds, album and single, which may hold one recording"


def test_a_length_tells_its_grain() -> None:
    """A provider that gives whole seconds may be half a second off, and the row says so."""
    rows = _rows(FULL, replace(FULL, duration_ms=202_000), precision_ms=1_000)
    assert rows["duration"].detail == "the lengths differ by 0.6 s, one of them told in whole seconds"
