from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.providers.fake import fault
from tests.providers.fake.exchange import Reply
from tests.providers.fake.fault import Fault
from tests.providers.fake.spotify import CLIENT_SECRET, FakeSpotify, opened
from tests.providers.fake.spotify_tracks import HARBOUR, TRACKS
from tracklink.plugin import (
    Provider,
    ProviderAnswerInvalid,
    ProviderError,
    ProviderRateLimited,
    ProviderRefused,
    ProviderTimedOut,
    ProviderUnavailable,
    TrackRef,
)

TOKEN = "/api/token"
ODD: tuple[object, ...] = (None, "", 7, [])
NO_TOKENS: tuple[object, ...] = (
    *([], None, {}, {"access_token": "a"}, {"expires_in": 3600}, {"access_token": "a", "expires_in": "soon"}),
    *({"access_token": token, "expires_in": 3600} for token in ODD),
)
REF = TrackRef("spotify", HARBOUR)


@pytest.fixture
def fake() -> Iterator[FakeSpotify]:
    """Spotify, with a small catalogue."""
    with FakeSpotify(TRACKS) as service:
        yield service


def ask_by_eight(spotify: Provider) -> list[str]:
    """The kinds of error that eight threads meet at once, or the ids found."""

    def ask(_: int) -> str:
        try:
            return spotify.lookup(REF, None)[0].ref.id
        except ProviderError as error:
            return type(error).__name__

    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(ask, range(8)))


def test_eight_cold_threads_fetch_one_token(fake: FakeSpotify) -> None:
    """And then ask at the same time."""
    fake.inject(fault.meet(8))
    assert ask_by_eight(opened(fake)) == [HARBOUR] * 8
    assert (fake.count(TOKEN), len(fake.questions)) == (1, 8)


def test_the_token_stays_in_memory(fake: FakeSpotify, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file `.cache` is written, and none that lies there is read."""
    monkeypatch.chdir(tmp_path)
    assert opened(fake).lookup(REF, None)
    assert list(tmp_path.iterdir()) == []

    (tmp_path / ".cache").write_text('{"access_token": "stale", "expires_at": 99999999999}')
    assert opened(fake).lookup(REF, None)
    assert (fake.count(TOKEN), len(fake.questions)) == (2, 2)


def test_a_token_in_its_last_minute_is_renewed(fake: FakeSpotify) -> None:
    """Before it is asked with."""
    fake.expires_in = 59
    spotify = opened(fake)
    assert spotify.lookup(REF, None)
    assert spotify.lookup(REF, None)
    assert (fake.count(TOKEN), len(fake.questions)) == (2, 2)


def test_a_token_that_is_refused_is_renewed_once_for_all(fake: FakeSpotify) -> None:
    """Eight threads meet the refusal together; each asks once more."""
    spotify = opened(fake)
    assert spotify.lookup(REF, None)
    fake.tokens.clear()
    fake.inject(fault.meet(8), times=8)
    assert ask_by_eight(spotify) == [HARBOUR] * 8
    assert (fake.count(TOKEN), len(fake.questions)) == (2, 1 + 8 + 8)


def test_a_new_token_that_is_refused_too_ends_the_matter(fake: FakeSpotify) -> None:
    """Two tokens, two questions, one error."""
    fake.inject(fault.replied(Reply.of_json({"error": {"status": 401, "message": "Invalid access token"}}, 401)))
    with pytest.raises(ProviderRefused, match="401"):
        opened(fake).lookup(REF, None)
    assert (fake.count(TOKEN), len(fake.questions)) == (2, 2)


def test_wrong_credentials_are_refused(fake: FakeSpotify) -> None:
    """With status 400 at the token endpoint; the catalogue is not asked, and no word of theirs is told."""
    for secret in ("wrong-secret", "wröng-secret", "wrong\nsecret"):
        with pytest.raises(ProviderRefused) as refusal:
            opened(fake, secret).lookup(REF, None)
        assert "secret" not in f"{refusal.value}"
    assert not fake.questions


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize(
    ("befalls", "kind"),
    [
        (fault.hang, ProviderTimedOut),
        (fault.trickle_in_body, ProviderTimedOut),
        (fault.cut_at_once, ProviderUnavailable),
        (fault.cut_in_body, ProviderAnswerInvalid),
        (fault.cut_in_headers, ProviderAnswerInvalid),
        (fault.empty_body, ProviderAnswerInvalid),
        (fault.html_page(), ProviderAnswerInvalid),
        (fault.status(503), ProviderUnavailable),
        (fault.status(429), ProviderRateLimited),
        (fault.status(401), ProviderRefused),
        (fault.replied(Reply(b"[" * 100_000)), ProviderAnswerInvalid),
        *((fault.replied(Reply.of_json(body)), ProviderAnswerInvalid) for body in NO_TOKENS),
        (fault.replied(Reply.of_json({"error": ["invalid_client"]}, 400)), ProviderAnswerInvalid),
    ],
)
def test_what_goes_wrong_with_the_token_is_told_apart(
    fake: FakeSpotify, befalls: Fault, kind: type[ProviderError]
) -> None:
    """One request, no question to the catalogue; afterwards all is well again."""
    spotify = opened(fake)
    fake.inject(befalls, on=TOKEN)
    with pytest.raises(kind):
        spotify.lookup(REF, None)
    assert (fake.count(TOKEN), len(fake.questions)) == (1, 0)

    fake.heal()
    assert spotify.lookup(REF, None)


def test_a_token_endpoint_that_hangs_holds_nobody_for_long(fake: FakeSpotify) -> None:
    """Whoever waits for another thread's renewal waits no longer than for an answer of one's own."""
    fake.inject(fault.hang, on=TOKEN)
    assert set(ask_by_eight(opened(fake))) == {"ProviderTimedOut"}
    assert fake.count(TOKEN) <= 3


def test_a_rate_limit_on_tokens_says_how_long(fake: FakeSpotify) -> None:
    """The header is kept."""
    fake.inject(fault.status(429, {"Retry-After": "7"}), on=TOKEN)
    with pytest.raises(ProviderRateLimited) as limited:
        opened(fake).lookup(REF, None)
    assert limited.value.retry_after_seconds == 7.0


def test_a_password_file_of_the_user_is_left_alone(
    fake: FakeSpotify, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`requests` would put what it finds there in the token's place."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("NETRC", f"{tmp_path / 'netrc'}")
    assert opened(fake).lookup(REF, None)


def test_two_providers_do_not_share_a_token(fake: FakeSpotify) -> None:
    """Nor an address."""
    with FakeSpotify(TRACKS) as other:
        first, second = opened(fake), opened(other, CLIENT_SECRET)
        assert first.lookup(REF, None)
        assert second.lookup(REF, None)
        assert [service.count(TOKEN) for service in (fake, other)] == [1, 1]
        assert [len(service.questions) for service in (fake, other)] == [1, 1]
