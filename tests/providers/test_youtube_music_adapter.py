from collections.abc import Iterator

import pytest

from providers.youtube_music import PLUGIN
from tests.providers.fake import fault
from tests.providers.fake.exchange import Reply
from tests.providers.fake.youtube_music import FakeYouTubeMusic
from tests.providers.fake.youtube_music_tracks import EVERYTHING
from tracklink.plugin import (
    Connection,
    Provider,
    ProviderAnswerInvalid,
    ProviderRateLimited,
    ProviderTimedOut,
    Track,
)


@pytest.fixture
def fake() -> Iterator[FakeYouTubeMusic]:
    """The service with its tracks."""
    with FakeYouTubeMusic(*EVERYTHING) as fake:
        yield fake


@pytest.fixture
def provider(fake: FakeYouTubeMusic) -> Provider:
    """The provider that asks it."""
    return PLUGIN.open(Connection(base_url=fake.base_url, timeout_seconds=2.0))


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("https://consent.youtube.com/m?continue=x", ProviderAnswerInvalid),
        ("https://www.google.com/sorry/index?continue=x", ProviderRateLimited),
    ],
)
def test_redirects_are_not_followed(
    fake: FakeYouTubeMusic, provider: Provider, location: str, expected: type[Exception]
) -> None:
    """A page that wants consent, or a riddle solved, is no answer."""
    fake.inject(fault.replied(Reply(b"", 302, {"Location": location})))

    with pytest.raises(expected):
        provider.search(Track(title="Glass Rivers"), 5, None)


@pytest.mark.parametrize(
    "change",
    [
        lambda body: {"contents": body["contents"]},
        lambda body: {"error": {"code": 400, "message": f"Invalid: {len(body)}"}},
        lambda body: {**body, "contents": {"sectionListRenderer": {"contents": [{"musicShelfRenderer": None}]}}},
        lambda body: {**body, "contents": []},
        lambda body: [body],
    ],
)
def test_other_layouts(fake: FakeYouTubeMusic, provider: Provider, change: object) -> None:
    """What the library's parser cannot read is an invalid answer, in one sentence that quotes none of it."""
    assert callable(change)
    fake.inject(fault.altered(change))

    with pytest.raises(ProviderAnswerInvalid) as invalid:
        provider.search(Track(title="Glass Rivers"), 5, None)

    assert "Glass" not in str(invalid.value)
    assert invalid.value.__suppress_context__ or invalid.value.__cause__ is None


def test_nothing_is_kept_between_questions(fake: FakeYouTubeMusic, provider: Provider) -> None:
    """A cookie that the service sets is not sent back; the one by which the library refuses to be tracked is."""
    fake.inject(lambda exchange: exchange.send(Reply(exchange.reply.body, 200, {"Set-Cookie": "ID=me; Path=/"})))

    provider.search(Track(title="Glass Rivers"), 5, None)
    provider.search(Track(title="Glass Rivers"), 5, None)

    assert [request.headers["cookie"] for request in fake.requests] == ["SOCS=CAI", "SOCS=CAI"]


def test_slow_answer_is_due_whole(fake: FakeYouTubeMusic) -> None:
    """The library's own sessions wait thirty seconds for every read; ours gives the whole answer its time."""
    provider = PLUGIN.open(Connection(base_url=fake.base_url, timeout_seconds=0.2))
    fake.inject(fault.trickle_in_body)

    with pytest.raises(ProviderTimedOut):
        provider.search(Track(title="Glass Rivers"), 5, None)
