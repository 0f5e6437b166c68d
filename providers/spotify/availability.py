"""Whether and where a track plays, which Spotify says in three ways, none of them always.

`is_playable` is the word on the market asked about. `restrictions.reason` says why it is false; `product` and
`explicit` are about the listener's account, of which an application has none. `available_markets` counts the
countries in which this very id plays: asked without a market it may be empty for a track that plays everywhere through
another id, and it has named countries that `is_playable` denies.
"""

from collections.abc import Mapping

from domain.identifiers import MARKET
from providers.json_field import flag, mapping, texts


def availability_of(fields: Mapping[str, object], market: str | None) -> tuple[bool | None, frozenset[str] | None]:
    """`available` and `markets` of a candidate."""
    listed = frozenset(code for code in texts(fields.get("available_markets")) if MARKET.fullmatch(code))
    plays = _plays(fields)
    if plays is None:
        is_listed_nowhere = market is not None and fields.get("available_markets") == []
        return (False if is_listed_nowhere else True if listed else None), listed or None
    if market and listed:
        listed = listed | {market} if plays else listed - {market}
    return (True if plays else None if listed else False), listed or None


def _plays(fields: Mapping[str, object]) -> bool | None:
    is_playable = flag(fields.get("is_playable"))
    reason = mapping(fields.get("restrictions")).get("reason")
    return False if is_playable is None and reason == "market" else is_playable
