"""The providers that a request may name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from service.wire.fields import Fields
from tracklink.plugin import Declaration

MOST_NAMES = 100


@dataclass(frozen=True, slots=True)
class KnownProviders:
    """Every provider that the server knows, and the names of those that its configuration asks."""

    declarations: Mapping[str, Declaration]
    enabled: frozenset[str]

    def read(self, name: str) -> str:
        """The name of a known provider; ValueError lists them."""
        if name in self.declarations:
            return name
        near = get_close_matches(name, self.declarations, n=1)
        hint = f"; did you mean {near[0]}?" if near else ";"
        raise ValueError(f"{name[:50]!r} is no provider{hint} Known are {', '.join(sorted(self.declarations))}")

    def read_enabled(self, name: str) -> str:
        """The name of a provider that is asked; ValueError when it is unknown, or switched off."""
        known = self.read(name)
        if known not in self.enabled:
            raise ValueError(
                f"{known} is not enabled here; set providers.{known}.enabled in the server's configuration"
            )
        return known

    def wanted(self, fields: Fields, names: Sequence[str]) -> tuple[str, ...]:
        """The names asked for, once each in the order given; every enabled one in alphabetical order when none is."""
        if names:
            return fields.forms("providers", names, MOST_NAMES, self.read_enabled)
        if not self.enabled:
            fields.refuse("providers", "names none, and the server's configuration enables none")
        return tuple(sorted(self.enabled))
