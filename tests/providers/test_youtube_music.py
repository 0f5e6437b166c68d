import locale
from collections.abc import Iterator

import pytest

from providers.youtube_music import DECLARATION, PLUGIN
from tests.providers.case import ProviderCase
from tests.providers.contract import ProviderContract
from tests.providers.fake.youtube_music import AS_SPELT, SONGS, VIDEOS, FakeYouTubeMusic
from tests.providers.fake.youtube_music_answers import Recording
from tests.providers.fake.youtube_music_tracks import ABROAD, EVERYTHING, SONG
from tracklink.plugin import (
    Capability,
    Connection,
    Provider,
    ProviderAnswerInvalid,
    ProviderRateLimited,
    Track,
    TrackRef,
)

CASE = ProviderCase(
    plugin=PLUGIN,
    fake=lambda: FakeYouTubeMusic(*EVERYTHING),
    id=SONG.id,
    unknown_id="g0ne_______",
    track=Track(title="Glass Rivers", artists=("Ida Holm, Nils Berg, Åsa",), duration_ms=259_000),
    searched=Track(title="Glass Rivers", artists=("Ida Holm",)),
    non_latin_id=ABROAD.id,
    non_latin=Track(title="硝子の川", artists=("林檎の木",)),
    urls={
        "https://music.youtube.com/watch?v=gLa55r1v3r_&list=RDAMVMgLa55r1v3r_": "gLa55r1v3r_",
        "https://www.youtube.com/watch?app=desktop&v=gLa55r1v3r_#t=5": "gLa55r1v3r_",
        "m.youtube.com/watch?v=-La55r1v3r_": "-La55r1v3r_",
        "https://youtu.be/gLa55r1v3r_?si=abc": "gLa55r1v3r_",
        "https://www.youtube.com/shorts/gLa55r1v3r_": "gLa55r1v3r_",
    },
    other_urls=(
        "https://music.youtube.com/playlist?list=OLAK5uy_abc",
        "https://music.youtube.com/channel/UC01",
        "https://music.youtube.com/watch?v=short",
    ),
    # The service says in an answer that it knows of no such track; a 404 comes from somebody else. A 403 says that too
    # much was asked.
    errors={403: ProviderRateLimited, 404: ProviderAnswerInvalid},
)


class TestContract(ProviderContract):
    """What every live provider does."""

    case = CASE


@pytest.fixture
def fake() -> Iterator[FakeYouTubeMusic]:
    """The service with its tracks."""
    with FakeYouTubeMusic(*EVERYTHING) as fake:
        yield fake


@pytest.fixture
def provider(fake: FakeYouTubeMusic) -> Provider:
    """The provider that asks it."""
    return PLUGIN.open(Connection(base_url=fake.base_url, timeout_seconds=2.0))


def test_opening_asks_nothing(fake: FakeYouTubeMusic, provider: Provider) -> None:
    """The constructor of the library fetches nothing, and leaves the process's locale as it was."""
    kept = locale.setlocale(locale.LC_ALL)

    PLUGIN.open(Connection(base_url=fake.base_url))

    assert locale.setlocale(locale.LC_ALL) == kept
    assert fake.requests == []
    assert (provider.declaration, tuple(provider.missing_settings())) == (DECLARATION, ())


def test_song_found_by_text(fake: FakeYouTubeMusic, provider: Provider) -> None:
    """One request finds songs, as they are spelt; greyed-out rows, which have no id, are passed over."""
    (found,) = provider.search(Track(title="Glass Rivers", artists=("Ida Holm",)), 25, None)

    assert found.ref.url == "https://music.youtube.com/watch?v=gLa55r1v3r_"
    assert found.track == Track(
        title="Glass Rivers",
        artists=("Ida Holm", "Nils Berg", "Åsa"),
        album="Winter Maps",
        duration_ms=259_000,
        explicit=True,
    )
    assert (found.available, found.duration_precision_ms) == (True, 1_000)
    (request,) = fake.requests
    assert request.json["params"].startswith(SONGS)
    assert AS_SPELT in request.json["params"]
    assert request.json["query"] == "Glass Rivers Ida Holm"


def test_videos_are_asked_for_where_there_is_no_song(fake: FakeYouTubeMusic, provider: Provider) -> None:
    """Two requests at most; a video says nothing of explicitness, and views are nobody's name."""
    (found,) = provider.search(Track(title="Paper Lanterns"), 25, None)

    assert found.track == Track(title="Paper Lanterns", artists=("Ida Holm",), duration_ms=180_000)
    assert [request.json["params"][:8] for request in fake.requests] == [SONGS, VIDEOS]


def test_first_page_is_all_that_is_asked_for() -> None:
    """A limit beyond a page makes no second request, and one within it cuts the page short."""
    many = [Recording(id=f"many_{number:06}", title=f"Many {number}") for number in range(30)]
    with FakeYouTubeMusic(*many) as fake:
        provider = PLUGIN.open(Connection(base_url=fake.base_url))
        assert len(provider.search(Track(title="Many"), 25, None)) == 20
        assert len(provider.search(Track(title="Many"), 3, None)) == 3
        assert fake.count() == 2


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (Track(title="Rivers (Live)", version="live", artists=("A", "B", "C", "D")), "Rivers (Live) A B C"),
        (Track(title="Rivers", version="Live", isrcs=("QZTST2100001",)), "Rivers Live"),
        (Track(title="  硝子の\n川 "), "硝子の 川"),
    ],
)
def test_words_of_a_search(fake: FakeYouTubeMusic, provider: Provider, query: Track, words: str) -> None:
    """Title, the version where the title does not tell it, and three names; no ISRC, which no answer states."""
    provider.search(query, 5, None)

    assert fake.requests[0].json["query"] == words


@pytest.mark.parametrize(("query", "limit"), [(Track(title=" ", artists=("Ida Holm",)), 5), (Track(title="Glass"), 0)])
def test_nothing_to_search_for(fake: FakeYouTubeMusic, provider: Provider, query: Track, limit: int) -> None:
    """Without a title, or with room for nothing, nothing is asked."""
    assert provider.search(query, limit, None) == ()
    assert fake.requests == []


@pytest.mark.parametrize(
    ("market", "place", "found"), [("DE", "DE", 0), ("JP", "JP", 1), ("XX", None, 1), (None,) * 2 + (1,)]
)
def test_market(fake: FakeYouTubeMusic, provider: Provider, market: str | None, place: str | None, found: int) -> None:
    """The question names the country, when it is one that the library knows, and no other question does."""
    assert len(provider.search(Track(title="硝子の川"), 5, market)) == found

    provider.lookup(TrackRef("youtube_music", ABROAD.id), None)
    assert fake.requests[0].json["context"]["client"].get("gl") == place
    assert "gl" not in fake.requests[-1].json["context"]["client"]
    assert fake.requests[-1].json["context"]["client"]["hl"] == "en"


def test_isrcs_are_not_promised(provider: Provider) -> None:
    """No answer of the service carries an ISRC, so finding one by text is no lookup."""
    assert not {Capability.LOOKUP_ISRC, Capability.LOOKUP_BARCODE, Capability.STATES_ISRC} & DECLARATION.capabilities
    assert provider.lookup_isrc("QZTST2100001", None) == provider.lookup_barcode("4006381333931", None) == ()
