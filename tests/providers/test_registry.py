"""Which providers there are, and how third parties add theirs."""

import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from providers.reach import Reach
from providers.registry import DECLARATIONS, GROUP, PLUGINS, PluginInvalid, Stores, build_sources, installed
from repositories.catalog_store import SqlCatalogStore
from repositories.database import Database
from repositories.quota_store import SqlQuotaStore
from tests.providers import example_plugin
from tracklink.plugin import Quota

CREDENTIALS = {name: "made-up" for plugin in PLUGINS.values() for name in plugin.declaration.required_settings}


@pytest.fixture
def stores(database: Database) -> Stores:
    """Over an empty database."""
    return Stores(SqlCatalogStore(database.sync_engine), SqlQuotaStore(database.sync_engine))


def _nobody(*request: object) -> None:
    raise AssertionError(request)


def test_a_service_without_credentials_says_which_are_missing(stores: Stores) -> None:
    """Spotify and Tidal need two variables each; the open services need none."""
    sources = build_sources(stores, {name: Reach() for name in DECLARATIONS}, {}, _nobody)

    assert {name: source.missing_settings() for name, source in sources.items() if source.missing_settings()} == {
        "spotify": ("SPOTIFY_CLIENT_ID", "SPOTIFY_CLIENT_SECRET"),
        "tidal": ("TIDAL_CLIENT_ID", "TIDAL_CLIENT_SECRET"),
    }


def test_with_credentials_every_service_is_live(stores: Stores) -> None:
    """Each behind a closed breaker; opening them asks nobody."""
    sources = build_sources(stores, {name: Reach() for name in DECLARATIONS}, CREDENTIALS, _nobody)

    assert {name for name, source in sources.items() if source.circuit is None} == {"catalog"}
    assert not any(source.missing_settings() for source in sources.values())


def test_an_operator_may_set_another_quota(stores: Stores) -> None:
    """A mirror allows more than the public service."""
    quota = Quota(requests=100, period_seconds=1)

    sources = build_sources(stores, {"musicbrainz": Reach(quota=quota)}, {}, _nobody)

    assert sources["musicbrainz"].quota == quota


def test_an_unknown_provider_cannot_be_built(stores: Stores) -> None:
    """The message lists those that can."""
    with pytest.raises(ValueError, match="'napster' is not a known provider: one of catalog, deezer"):
        build_sources(stores, {"napster": Reach()}, {}, _nobody)


def test_a_setting_that_a_provider_refuses_is_told(stores: Stores) -> None:
    """A User-Agent over two lines cannot be sent; the message says whose it is."""
    with pytest.raises(PluginInvalid, match=r"^musicbrainz cannot be opened: user_agent"):
        build_sources(stores, {"musicbrainz": Reach(user_agent="one\ntwo")}, {}, _nobody)


def test_a_third_party_adds_a_provider_by_an_entry_point() -> None:
    """The example imports tracklink.plugin alone."""
    point = EntryPoint("jukebox", "tests.providers.example_plugin:PLUGIN", GROUP)

    assert installed([point]) == {"jukebox": example_plugin.PLUGIN}


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("tests.providers.no_such_module:PLUGIN", "cannot be loaded"),
        ("tests.providers.example_plugin:NOTHING", "cannot be loaded"),
        ("tests.providers.example_plugin:DECLARATION", "is no tracklink.plugin.Plugin"),
    ],
)
def test_a_broken_plug_in_is_named(value: str, fault: str) -> None:
    """The operator learns which package to mend or to remove."""
    with pytest.raises(PluginInvalid, match=f"the plug-in jukebox .*{fault}"):
        installed([EntryPoint("jukebox", value, GROUP)])


def test_a_service_that_nobody_enabled_takes_no_memory() -> None:
    """The libraries of the services are imported when the services are opened: whoever only knows them has none."""
    libraries = ("deezer", "httpx", "musicbrainzngs", "requests", "spotipy", "ytmusicapi")
    looking = f"import sys, service.serve; print(*(name for name in {libraries} if name in sys.modules))"

    done = subprocess.run([sys.executable, "-c", looking], capture_output=True, text=True, check=True)

    assert done.stdout.split() == []
