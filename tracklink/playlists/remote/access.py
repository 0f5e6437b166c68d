"""How a service is reached."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tracklink.playlists.remote.patience import Patience

Bearer = Callable[[str], str]
"""A bearer token that is still good and is not the one given (empty, or one that the service refused). LoginNeeded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a service's client is opened with."""

    bearer: Bearer
    base_url: str | None = None
    """Another address of its API, version path included, no slash at the end; None: the public one."""
    timeout_seconds: float = 20.0
    """Of one request, from its beginning to the end of its answer."""
    patience: Patience = field(default_factory=Patience)
    """With a service that was asked too often."""
