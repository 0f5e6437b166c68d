"""Every provider by name: our own, and those of third parties that are installed beside the server."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType

from domain.errors import TracklinkError
from domain.ports import CatalogStore, QuotaStore
from providers import catalog, deezer, itunes, musicbrainz, spotify, tidal, youtube_music
from providers.breaker import Breaker
from providers.catalog import CatalogProvider, offline
from providers.guard import Guard, Observe
from providers.reach import Reach
from providers.source import Live, Source
from tracklink.plugin import Connection, Declaration, Plugin, Provider

GROUP = "tracklink.providers"
"""The entry point group in which a third party names its Plugin."""

SERVICES = (deezer.PLUGIN, itunes.PLUGIN, spotify.PLUGIN, tidal.PLUGIN, youtube_music.PLUGIN)
BUILT_IN = (*SERVICES, musicbrainz.plugin([plugin.declaration for plugin in SERVICES]))
"""MusicBrainz reads the addresses of the others, to which its recordings link."""


class PluginInvalid(TracklinkError):
    """A provider cannot be loaded or opened; the message names it and says what is wrong."""


def installed(points: Collection[EntryPoint]) -> dict[str, Plugin]:
    """The plug-ins of third parties by name. Raises PluginInvalid."""
    plugins: dict[str, Plugin] = {}
    for point in points:
        try:
            plugin = point.load()
        except (ImportError, AttributeError, SyntaxError) as error:
            raise PluginInvalid(f"the plug-in {point.name} ({point.value}) cannot be loaded: {error}") from error
        if not isinstance(plugin, Plugin):
            raise PluginInvalid(f"the plug-in {point.name} ({point.value}) is no tracklink.plugin.Plugin")
        plugins[plugin.declaration.name] = plugin
    return plugins


PLUGINS: Mapping[str, Plugin] = MappingProxyType(
    {plugin.declaration.name: plugin for plugin in BUILT_IN} | installed(entry_points(group=GROUP))
)
"""How every service is opened, by name."""

DECLARATIONS: Mapping[str, Declaration] = MappingProxyType(
    {
        declaration.name: declaration
        for declaration in sorted(
            (catalog.DECLARATION, *(plugin.declaration for plugin in PLUGINS.values())), key=lambda one: one.name
        )
    }
)
"""What every known provider is, by name, in the order of the names."""


@dataclass(frozen=True, slots=True)
class Stores:
    """What providers are built upon."""

    catalog: CatalogStore
    quota: QuotaStore


def build_sources(
    stores: Stores, reaches: Mapping[str, Reach], environment: Mapping[str, str], observe: Observe
) -> dict[str, Source]:
    """The named providers, in the order of their names: imported tracks first, then the live service behind its guard.

    ValueError when a name is not known.
    """
    for name in reaches:
        declaration_of(name)
    return {
        name: _source(declaration, stores, reaches[name], environment, observe)
        for name, declaration in DECLARATIONS.items()
        if name in reaches
    }


def _source(
    declaration: Declaration, stores: Stores, reach: Reach, environment: Mapping[str, str], observe: Observe
) -> Source:
    imported = CatalogProvider(offline(declaration), stores.catalog)
    plugin = PLUGINS.get(declaration.name)
    if plugin is None:
        return Source(declaration, imported)
    unset = [name for name in declaration.required_settings if not environment.get(name)]
    if unset:
        return Source(declaration, imported, unset=unset)
    connection = _connection(declaration, reach, environment)
    reached = replace(declaration, base_url=connection.base_url)
    guard = Guard(reached, reach.quota or declaration.quota, stores.quota, Breaker(declaration.name), observe)
    connection = replace(connection, before_another=guard.before_another, quota_told=guard.quota_told)
    return Source(declaration, imported, Live(_opened(plugin, connection), guard))


def _opened(plugin: Plugin, connection: Connection) -> Provider:
    try:
        return plugin.open(connection)
    except (ValueError, ImportError) as error:
        raise PluginInvalid(f"{plugin.declaration.name} cannot be opened: {error}") from error


def _connection(declaration: Declaration, reach: Reach, environment: Mapping[str, str]) -> Connection:
    connection = Connection(
        base_url=(reach.base_url or declaration.base_url or "").rstrip("/"),
        token_url=reach.token_url or declaration.token_url,
        timeout_seconds=reach.timeout_seconds,
        secrets={name: environment[name] for name in declaration.required_settings},
    )
    return replace(connection, user_agent=reach.user_agent) if reach.user_agent else connection


def declaration_of(name: str) -> Declaration:
    """The declaration of a provider; ValueError listing the known names when there is none."""
    if name not in DECLARATIONS:
        raise ValueError(f"{name!r} is not a known provider: one of {', '.join(DECLARATIONS)}")
    return DECLARATIONS[name]
