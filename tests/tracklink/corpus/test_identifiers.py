import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracklink.corpus.identifiers import Identifiers, read_identifiers

MBID = "dddddddd-0000-4000-8000-000000000001"

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ({"musicbrainz": MBID}, Identifiers(mbid=MBID)),
        ({"musicbrainz": MBID.upper()}, Identifiers(mbid=MBID)),
        ({"musicbrainz": f"https://musicbrainz.org/recording/{MBID}"}, Identifiers(mbid=MBID)),
        ({"musicbrainz": f"https://musicbrainz.org/recording/{MBID}/tags?page=2#top"}, Identifiers(mbid=MBID)),
        ({"musicbrainz": f"{MBID} or so"}, Identifiers(unread=(f"musicbrainz '{MBID} or so'",))),
        ({"musicbrainz": f"https://musicbrainz.org/release/{MBID}"}, Identifiers(release_mbid=MBID)),
        (
            {"musicbrainz": f"https://musicbrainz.org/artist/{MBID}"},
            Identifiers(unread=(f"musicbrainz 'https://musicbrainz.org/artist/{MBID}'",)),
        ),
        ({"musicbrainz": "unknown"}, Identifiers(unread=("musicbrainz 'unknown'",))),
        ({"isrc": "QZ-TST-21-00001"}, Identifiers(isrcs=("QZ-TST-21-00001",))),
        ({"isrc": ["QZTST2100001", "QZTST2100002"]}, Identifiers(isrcs=("QZTST2100001", "QZTST2100002"))),
        ({"isrc": ["none", "QZTST2100001"]}, Identifiers(isrcs=("QZTST2100001",), unread=("isrc 'none'",))),
        ({"deezer_id": 17, "spotify_id": "7w"}, Identifiers(refs=(("deezer", "17"), ("spotify", "7w")))),
        ({"deezer_id": 17, "deezer": "17"}, Identifiers(refs=(("deezer", "17"),))),
        (
            {"youtube_url": "https://www.youtube.com/watch?v=abc"},
            Identifiers(urls=("https://www.youtube.com/watch?v=abc",)),
        ),
        ({"acousticbrainz": "https://acousticbrainz.org/x", "deezer": None}, Identifiers()),
    ],
)
def test_identifiers_are_read_in_every_form(stated: dict[str, object], found: Identifiers) -> None:
    """Ids, addresses and lists, under the names that corpora give them; what is none by its form is told."""
    assert read_identifiers(stated) == found


def test_a_partition_may_name_a_release_in_place_of_a_recording() -> None:
    """Its MBID is told as the release's, and kept under a name that no link takes."""
    stated: dict[str, object] = {"musicbrainz": f"https://musicbrainz.org/{MBID}"}
    found = read_identifiers(stated, names_release=True)

    assert found == Identifiers(release_mbid=MBID)
    assert found.renamed(stated) == stated | {"musicbrainz_release": MBID}


@given(st.dictionaries(st.text() | st.sampled_from(["musicbrainz", "isrc", "deezer", "youtube_url"]), values))
def test_no_value_stops_the_reading(stated: dict[str, object]) -> None:
    """Whatever stands there, reading ends, and an MBID is one."""
    found = read_identifiers(stated)

    assert found.mbid == "" or len(found.mbid) == len(MBID)
