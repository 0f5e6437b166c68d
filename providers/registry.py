"""Every provider by name."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from domain.ports import CatalogStore
from providers import catalog, deezer, musicbrainz, spotify, tidal, youtube_music
from providers.catalog import CatalogProvider, offline
from tracklink.plugin import Declaration, Provider

DECLARATIONS: Mapping[str, Declaration] = MappingProxyType(
    {
        module.DECLARATION.name: module.DECLARATION
        for module in (catalog, deezer, musicbrainz, spotify, tidal, youtube_music)
    }
)
"""What every known provider is, by name, in the order of the names."""


def build_providers(store: CatalogStore, enabled: Collection[str]) -> dict[str, Provider]:
    """The enabled providers, in the order of their names; each answers from its imported tracks.

    ValueError when a name is not known.
    """
    for name in enabled:
        declaration_of(name)
    return {
        name: CatalogProvider(offline(declaration), store)
        for name, declaration in DECLARATIONS.items()
        if name in enabled
    }


def declaration_of(name: str) -> Declaration:
    """The declaration of a provider; ValueError listing the known names when there is none."""
    if name not in DECLARATIONS:
        raise ValueError(f"{name!r} is not a known provider: one of {', '.join(DECLARATIONS)}")
    return DECLARATIONS[name]
