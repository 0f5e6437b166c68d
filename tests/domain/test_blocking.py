import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.blocking import asking_keys, filing_keys, timed_keys
from tracklink.plugin import Track, TrackRef

FILED = Track(title="Harbour Lights", artists=("Mira Vale",), duration_ms=201_500)
MOST_KEYS = 150


@pytest.mark.parametrize(
    "query",
    [
        Track(title="HARBOUR  lights!", artists=("mira vale",)),
        Track(title="Harbuor Lights", artists=("Mira Vale",)),
        Track(title="Harbour Ligts", artists=("Mira Vael",)),
        Track(title="Lights Harbour", artists=("Vale, Mira",)),
        Track(title="Harbour Lights - Remastered 2009", artists=("Mira Vale",)),
        Track(title="Harbour Lights (Live)", artists=("Mira Vale",)),
        Track(title="Harbour Lights (feat. Somebody)", artists=("Mira Vale", "Somebody")),
        Track(title="Harbour Lights", artists=("Mira Vale & Somebody",)),
        Track(title="Harbour Lights"),
        Track(title="Mira Vale - Harbour Lights (Official Video)"),
        Track(title="mira vale harbour lights lyrics"),
        Track(title="Mira Vale - Harbour Lights", artists=("Some Uploader",)),
        Track(title="Something Else", artists=("Mira Vale",), duration_ms=203_000),
    ],
    ids=lambda query: query.title,
)
def test_a_spelling_shares_a_key_with_its_track(query: Track) -> None:
    """Typos, order, suffixes, guests and the artist's place leave a key in common."""
    assert (asking_keys(query) | timed_keys(query)) & filing_keys(FILED)


def test_parts_may_change_places() -> None:
    """`A (B)` and `B (A)` are filed together."""
    one = Track(title="Seefahrt (Voyage)", artists=("Mira Vale",))
    other = Track(title="Voyage (Seefahrt)", artists=("Mira Vale",))

    assert asking_keys(other) & filing_keys(one)


def test_another_script_is_filed_in_latin_too() -> None:
    """A query in Latin letters finds a Cyrillic title."""
    assert asking_keys(Track(title="Voda", artists=("Mira",))) & filing_keys(Track(title="Вода", artists=("Мира",)))


def test_other_tracks_share_nothing() -> None:
    """Neither words nor length in common: no key in common."""
    other = Track(title="Paper Moon", artists=("Otto Brandt",), duration_ms=100_000)

    assert not (asking_keys(other) | timed_keys(other)) & filing_keys(FILED)


def test_identifiers_are_filed_and_not_asked_for_as_words() -> None:
    """ISRC, barcode and ids on other services lead to the track by their own keys."""
    track = Track(title="T", isrcs=("QZTST2100001",), barcode="123", refs=(TrackRef("tidal", "5"),))

    assert {"isrc:QZTST2100001", "barcode:123", "ref:tidal:5"} <= filing_keys(track)
    assert not {"isrc:QZTST2100001", "barcode:123", "ref:tidal:5"} & asking_keys(track)


def test_without_words_there_is_nothing_to_ask() -> None:
    """A blank title has no keys."""
    assert asking_keys(Track(title=" ", artists=("Mira Vale",), duration_ms=1)) == frozenset()


@given(st.builds(Track, title=st.text(), artists=st.lists(st.text(), max_size=5).map(tuple)))
def test_a_track_is_found_by_its_own_words(track: Track) -> None:
    """Whatever it is called, and by few enough keys."""
    keys = asking_keys(track) | timed_keys(track)

    assert len(keys) <= MOST_KEYS
    assert not keys or keys & filing_keys(track)
