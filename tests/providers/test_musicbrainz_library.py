"""musicbrainzngs as it is tamed: its private names, and what a provider is spared by their being replaced."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from types import ModuleType

import pytest

from providers.musicbrainz import PLUGIN
from providers.musicbrainz.library import NEEDED, VERSION, check, open_library
from tests.providers.fake import fault
from tests.providers.fake.musicbrainz import FakeMusicBrainz
from tests.providers.fake.musicbrainz_xml import Recording
from tracklink.plugin import (
    Connection,
    Provider,
    ProviderRateLimited,
    ProviderTimedOut,
    ProviderUnavailable,
    TrackRef,
)

TIDE = Recording(id="5f0c1d2e-0a1b-4c3d-8e4f-a5b6c7d8e9f0", title="Low Tide", artists=(("Polder", "Polder", ""),))
REF = TrackRef("musicbrainz", TIDE.id)


def opened(base_url: str, user_agent: str = "tracklink/1.0 (me@example.org)") -> Provider:
    """The provider, impatient."""
    return PLUGIN.open(Connection(base_url=base_url, user_agent=user_agent, timeout_seconds=0.2))


@pytest.fixture(name="fake")
def _fake() -> Iterator[FakeMusicBrainz]:
    with FakeMusicBrainz(TIDE) as fake:
        yield fake


def test_eight_calls_are_under_way_at_once(fake: FakeMusicBrainz) -> None:
    """As it comes, the library lets one request through at a time."""
    fake.inject(fault.meet(8))
    provider = PLUGIN.open(Connection(base_url=fake.base_url))

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: provider.lookup(REF, None), range(8)))

    assert [len(candidates) for candidates in found] == [1] * 8


@pytest.mark.parametrize("slow", [fault.hang, fault.trickle_in_headers, fault.trickle_in_body, fault.length_too_long])
def test_a_slow_server_is_cut_off(fake: FakeMusicBrainz, slow: fault.Fault) -> None:
    """As it comes, the library has no time-out at all."""
    fake.inject(slow)

    with pytest.raises(ProviderTimedOut, match=r"musicbrainz did not answer in time\."):
        opened(fake.base_url).lookup(REF, None)
    assert fake.count() == 1


def test_a_503_is_tried_once(fake: FakeMusicBrainz) -> None:
    """As it comes, the library tries eight times, and sleeps for 56 s."""
    fake.inject(fault.status(503))

    with pytest.raises(ProviderUnavailable, match="status 503"):
        opened(fake.base_url).lookup(REF, None)
    assert fake.count() == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_503_that_says_when_to_come_back_is_the_rate_limit(fake: FakeMusicBrainz, status: int) -> None:
    """MusicBrainz answers too many requests with 503; a mirror's proxy may say 429."""
    fake.inject(fault.status(status, {"Retry-After": "7"}))

    with pytest.raises(ProviderRateLimited) as limited:
        opened(fake.base_url).lookup(REF, None)
    assert limited.value.retry_after_seconds == 7.0
    assert fake.count() == 1


def test_two_base_urls_in_one_process_do_not_mix(fake: FakeMusicBrainz) -> None:
    """Each provider has a copy of the library of its own, so that opening another one moves none."""
    first = opened(fake.base_url)
    with FakeMusicBrainz() as mirror:
        second = opened(mirror.base_url, "other/2")

        assert len(first.lookup(REF, None)) == 1
        assert second.lookup(REF, None) == ()
    assert fake.requests[0].headers["user-agent"] == f"tracklink/1.0 python-musicbrainzngs/{VERSION} ( me@example.org )"
    assert mirror.requests[0].headers["user-agent"] == f"other/2 python-musicbrainzngs/{VERSION}"


def test_the_library_that_others_import_stays_as_it_is(fake: FakeMusicBrainz) -> None:
    """Nothing of ours is seen in `sys.modules`."""
    shared = import_module("musicbrainzngs.musicbrainz")
    before = dict(vars(shared))

    opened(fake.base_url).lookup(REF, None)

    assert vars(shared) == before
    assert "release-groups" not in shared.VALID_INCLUDES["recording"]
    assert shared.hostname == "musicbrainz.org"


@pytest.mark.parametrize(
    ("base_url", "hostname", "https"),
    [
        ("https://musicbrainz.org/ws/2", "musicbrainz.org", True),
        ("http://localhost:5000/ws/2", "localhost:5000", False),
        ("https://mirrors.example/musicbrainz/ws/2", "mirrors.example/musicbrainz", True),
    ],
)
def test_a_mirror_is_named_by_its_url(base_url: str, hostname: str, *, https: bool) -> None:
    """With its port, and with the path before the version path."""
    library = open_library(Connection(base_url=base_url))

    assert (library.hostname, library.https) == (hostname, https)


@pytest.mark.parametrize(
    "base_url", ["https://musicbrainz.org", "musicbrainz.org/ws/2", "https:///ws/2", "ftp://x/ws/2"]
)
def test_another_base_url_is_refused_with_the_fix(base_url: str) -> None:
    """The library writes the version path itself, and can write no other."""
    with pytest.raises(ValueError, match=r"base_url of musicbrainz is .* write a URL that ends in /ws/2"):
        opened(base_url)


@pytest.mark.parametrize(
    ("user_agent", "sent"),
    [
        ("tracklink", "tracklink/0 python-musicbrainzngs/0.7.1"),
        ("a b/1", "a/0 python-musicbrainzngs/0.7.1 ( b/1 )"),
        ("a/1 ( +https://a.example ) ", "a/1 python-musicbrainzngs/0.7.1 ( +https://a.example )"),
    ],
)
def test_any_user_agent_is_put_in_the_form_that_is_asked_for(fake: FakeMusicBrainz, user_agent: str, sent: str) -> None:
    """A name, a version and a contact."""
    opened(fake.base_url, user_agent).lookup(REF, None)

    assert fake.requests[0].headers["user-agent"] == sent


@pytest.mark.parametrize("user_agent", ["", "(me)", "a/1\r\nX: y", "ä/1"])
def test_a_user_agent_that_no_header_can_hold_is_refused(user_agent: str) -> None:
    """Before any request is made."""
    with pytest.raises(ValueError, match=r"user_agent is .* write a name, a version and a contact"):
        opened("http://localhost/ws/2", user_agent)


@pytest.mark.parametrize("name", NEEDED)
def test_a_private_name_that_is_gone_is_told_with_the_fix(name: str) -> None:
    """Each name that is called or replaced is looked for when the provider is opened."""
    with pytest.raises(ImportError, match=rf"{name} is missing: pip install musicbrainzngs==0\.7\.1"):
        check(without(name))


def test_another_version_is_told_with_the_fix() -> None:
    """What its private names do is not known."""
    library = without("")
    vars(library)["_version"] = "0.8.0"

    with pytest.raises(ImportError, match=r"its version is 0\.8\.0: pip install musicbrainzngs==0\.7\.1"):
        check(library)


def without(path: str) -> ModuleType:
    """The library without a name, or without what the name belongs to."""
    library = ModuleType("musicbrainzngs")
    vars(library).update(vars(import_module("musicbrainzngs.musicbrainz")))
    vars(library).pop(path.split(".", maxsplit=1)[0], None)
    return library
