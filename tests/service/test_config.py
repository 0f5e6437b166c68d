from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from providers.registry import DECLARATIONS
from service.address import Address
from service.config import Settings, load_settings
from service.config_file import SHIPPED, ConfigInvalid
from service.config_names import setting_paths
from service.freshness import Ages

Load = Callable[..., Settings]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Settings of a file's text, variables and flags."""
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def load(text: str = "", flags: dict[str, object] | None = None, **variables: str) -> Settings:
        file = tmp_path / "config.yaml"
        file.write_text(text, encoding="utf-8")
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return load_settings(file, flags or {}, DECLARATIONS)

    return load


def test_the_shipped_file_states_the_defaults(load: Load, tmp_path: Path) -> None:
    """config.yaml documents every setting with its default, and enables all seven providers."""
    shipped = load(SHIPPED.read_text(encoding="utf-8"))

    assert shipped == load()
    assert shipped.enabled_providers == set(DECLARATIONS)
    assert len(shipped.enabled_providers) == 7
    assert shipped.data_dir == tmp_path / "data"
    assert shipped.database_address is None


def test_the_shipped_file_names_every_setting() -> None:
    """Nobody has to read code to find a setting."""
    names = {name.rstrip(":") for name in SHIPPED.read_text(encoding="utf-8").split() if name.endswith(":")}

    assert {part for path in setting_paths(Settings, DECLARATIONS) for part in path.split(".")} <= names


def test_flags_outrank_variables_and_variables_the_file(load: Load) -> None:
    """The nearer to the person who starts it, the stronger."""
    text = "listen: 127.0.0.1:1\nmetrics: 127.0.0.1:1\nworkers: 2\nlog: {level: error, format: json}"
    settings = load(
        text,
        {"listen": "[::1]:3"},
        TRACKLINKD_LISTEN="127.0.0.1:2",
        TRACKLINKD_METRICS="0.0.0.0:2",
        TRACKLINKD_LOG__LEVEL="debug",
        TRACKLINKD_PROVIDERS__YOUTUBE_MUSIC__ENABLED="false",
    )

    assert settings.listen == Address("::1", 3)
    assert settings.metrics == Address("0.0.0.0", 2)
    assert settings.workers == 2
    assert (settings.log.level, settings.log.format) == ("debug", "json")
    assert settings.enabled_providers == set(DECLARATIONS) - {"youtube_music"}


def test_the_data_of_a_file_lie_beside_it(load: Load, tmp_path: Path) -> None:
    """A relative folder of the file is meant from the file, one of a variable from the working directory."""
    assert load("data_dir: pg").data_dir == tmp_path / "pg"
    assert load("data_dir: /srv/pg").data_dir == Path("/srv/pg")
    assert load("data_dir: pg", TRACKLINKD_DATA_DIR="here").data_dir == Path("here")


def test_a_provider_may_have_ages_of_its_own(load: Load) -> None:
    """What it does not name is as for all."""
    text = "ages: {no_days: 2}\nproviders: {deezer: {ages: {link_days: 3, stale_days: 0}}}"
    freshness = load(text, TRACKLINKD_PROVIDERS__TIDAL__AGES__LINK_DAYS="4").freshness

    assert freshness.of("deezer") == Ages(link=timedelta(days=3), no=timedelta(days=2), grace=timedelta())
    assert freshness.of("tidal") == Ages(link=timedelta(days=4), no=timedelta(days=2))
    assert freshness.of("spotify") == freshness.ages == Ages(no=timedelta(days=2))


def test_the_password_of_the_database_stays_out_of_sight(load: Load) -> None:
    """DATABASE_URL is read, and no log of the settings shows it."""
    settings = load(DATABASE_URL="postgresql://ada:hunter2@db/tracklink")

    assert settings.database_address == "postgresql://ada:hunter2@db/tracklink"
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("providers: {spotfy: {enabled: true}}", "unknown setting providers.spotfy; did you mean providers.spotify?"),
        ("lissen: 127.0.0.1:1", "unknown setting lissen; did you mean listen?"),
        ("log: {levl: info}", "unknown setting log.levl; did you mean log.level?"),
        ("ages: {}\nzzzz: 1", "unknown setting zzzz."),
        ("log: info", "log holds further settings"),
        ("database_url: postgresql://x", "unknown setting database_url"),
        ("workers: 0", "workers is 0: input should be greater than or equal to 1"),
        ("listen: nowhere", "'nowhere' is not an address: HOST:PORT"),
        ("listen: 127.0.0.1:70000", "HOST:PORT"),
        ("log: {level: loud}", "log.level is 'loud': input should be 'debug', 'info', 'warning' or 'error'"),
        ("providers: {deezer: {enabled: perhaps}}", "providers.deezer.enabled is 'perhaps'"),
        ("default_timeout_seconds: .nan", "default_timeout_seconds is nan"),
        ("workers: [1\nlisten: x", "line 2"),
        ("- a list", "has to hold settings"),
        ("a: b: c", "line 1, column 5"),
        ("x: \x07", "not YAML"),
    ],
)
def test_a_fault_of_the_file_is_one_sentence(load: Load, tmp_path: Path, text: str, sentence: str) -> None:
    """It names the file, the setting, and what would be right."""
    with pytest.raises(ConfigInvalid) as raised:
        load(text)

    assert sentence in str(raised.value)
    assert str(tmp_path / "config.yaml") in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("setting", ["base_url", "token_url"])
@pytest.mark.parametrize(
    "url",
    [
        *("ftp://host", "host:80", "http://", "http:///v1", "http://:80", "http://[::1", "http://[host]/v1"),
        *(
            "http://host:99999/x",
            "http://host:-1",
            "http://host:port",
            "http://ho st",
            "http://host\\n",
            "http://999.1.1.1",
            "http://[v1.x]/",
            "http://host\\a",
        ),
        *("http://host/?q=1", "http://host?", "http://host/#part", ""),
    ],
)
def test_an_address_of_a_service_that_cannot_be_asked_is_a_fault(load: Load, setting: str, url: str) -> None:
    """It is refused here, and not where a provider is opened with it."""
    with pytest.raises(ConfigInvalid) as raised:
        load(f'providers: {{deezer: {{{setting}: "{url}"}}}}')

    assert f"providers.deezer.{setting} is '" in str(raised.value)
    assert str(raised.value).endswith(": write http(s)://host[:port]/path, without user and password.")


def test_a_password_in_an_address_is_refused_untold(load: Load) -> None:
    """Addresses of services are logged."""
    for url in ("http://ada:hunter2@host/v1", "http://ada:hunter2@[::1"):
        with pytest.raises(ConfigInvalid, match=r"providers\.deezer\.base_url: write http") as raised:
            load(f'providers: {{deezer: {{base_url: "{url}"}}}}')
        assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize(
    "url", ["https://api.deezer.com", "http://127.0.0.1:0/v1/", "http://[::1]:65535", "http://h/@a"]
)
def test_an_address_of_a_service_is_kept_as_it_is(load: Load, url: str) -> None:
    """Hosts by name and number, with and without port and path."""
    assert load(f'providers: {{deezer: {{base_url: "{url}"}}}}').providers["deezer"].base_url == url


@pytest.mark.parametrize(
    ("variable", "sentence"),
    [
        ("TRACKLINKD_LISTN", "unknown variable TRACKLINKD_LISTN; did you mean TRACKLINKD_LISTEN?"),
        ("TRACKLINKD_LOG__LEVL", "did you mean TRACKLINKD_LOG__LEVEL?"),
        ("TRACKLINKD_PROVIDERS__DEEZR__ENABLED", "did you mean TRACKLINKD_PROVIDERS__DEEZER__ENABLED?"),
        ("TRACKLINKD_DATABASE_URL", "did you mean DATABASE_URL?"),
        ("TRACKLINKD_WORKERS", "TRACKLINKD_WORKERS is 'x': input should be a valid integer"),
    ],
)
def test_a_fault_of_a_variable_names_it(load: Load, variable: str, sentence: str) -> None:
    """A misspelt variable would otherwise be ignored in silence."""
    with pytest.raises(ConfigInvalid) as raised:
        load(**{variable: "x"})

    assert sentence in str(raised.value)


def test_the_address_of_the_client_is_ignored(load: Load) -> None:
    """TRACKLINK_SERVER tells the client where the server is, and says nothing to the server."""
    assert load(TRACKLINK_SERVER="10.0.0.1:1").listen == Address("127.0.0.1", 50051)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    """A file that was named has to be there."""
    with pytest.raises(ConfigInvalid, match=r"nowhere\.yaml cannot be read: no such file"):
        load_settings(tmp_path / "nowhere.yaml", {}, DECLARATIONS)


def test_the_working_directory_comes_before_the_shipped_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --config, ./config.yaml is taken where it stands, else the one that tracklink ships."""
    monkeypatch.chdir(tmp_path)
    assert load_settings(None, {}, DECLARATIONS).data_dir == SHIPPED.parent / "data"
    (tmp_path / "config.yaml").write_text("workers: 3")

    assert load_settings(None, {}, DECLARATIONS).workers == 3
