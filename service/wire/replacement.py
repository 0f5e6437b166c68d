"""FindReplacement's question, read."""

from domain.query import Policy, ReplacementQuery
from service.matching import VERSION_KINDS
from service.wire.fields import Fields
from service.wire.market import read_country
from service.wire.providers import KnownProviders
from service.wire.track import names_a_track, read_refs, read_track
from tracklink.v1.link_service_pb2 import FindReplacementRequest

CANDIDATES = 5
MOST_CANDIDATES = 50
MOST_VERSIONS = 50
MOST_EXCLUDED = 10_000
"""As many as the longest playlists of the services hold."""


def read_replacement_query(message: FindReplacementRequest, known: KnownProviders) -> ReplacementQuery:
    """The validated question. Raises InvalidQuery with every field at fault."""
    fields = Fields()
    if not message.provider.strip():
        fields.refuse("provider", f"is needed: one of {', '.join(sorted(known.enabled))}")
    if not names_a_track(message.track):
        fields.refuse("track", "says nothing to search by; give the dead ref, a title or an identifier (isrcs, mbid)")
    if message.HasField("limit"):
        fields.number("limit", message.limit, 1, MOST_CANDIDATES)
    provider = fields.form("provider", message.provider, known.read_enabled)
    track = read_track(fields.part("track"), message.track, known)
    market = fields.form("market", message.market, read_country)
    policy = _policy(fields.part("policy"), message.policy, known)
    return ReplacementQuery(
        provider=fields.finished(provider),
        track=track,
        gone=message.gone,
        market=market,
        policy=policy,
        limit=message.limit if message.HasField("limit") else CANDIDATES,
    )


def _policy(fields: Fields, message: FindReplacementRequest.Policy, known: KnownProviders) -> Policy:
    fields.number("max_duration_difference_ms", message.max_duration_difference_ms, 0)
    excluded = read_refs(fields, "exclude_refs", message.exclude_refs, MOST_EXCLUDED, known)
    return Policy(
        allow_versions=frozenset(fields.forms("allow_versions", message.allow_versions, MOST_VERSIONS, _read_version)),
        allow_other_master=message.allow_other_master if message.HasField("allow_other_master") else True,
        allow_explicit_change=message.allow_explicit_change,
        max_duration_difference_ms=(
            message.max_duration_difference_ms if message.HasField("max_duration_difference_ms") else None
        ),
        exclude_refs=frozenset(excluded),
    )


def _read_version(text: str) -> str:
    word = text.strip().casefold()
    if word not in VERSION_KINDS:
        raise ValueError(f"{text[:50]!r} is no version word; known are {', '.join(sorted(VERSION_KINDS))}")
    return word
