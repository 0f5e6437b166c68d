"""The contract in words that a person reads."""

from collections.abc import Iterator, Sequence

from google.protobuf.descriptor import EnumDescriptor

from tracklink.v1.track_pb2 import Evidence, Match, Track, TrackRef

_SHOWN_EVIDENCE = 4
_SIGNS = {Evidence.EFFECT_SUPPORTS: "+", Evidence.EFFECT_OPPOSES: "-", Evidence.EFFECT_VETOES: "veto:"}


def name_words(name: str, prefix: str) -> str:
    """OUTCOME_NOT_IN_CATALOG as "not in catalog"."""
    return name.removeprefix(prefix).lower().replace("_", " ")


def enum_words(kind: EnumDescriptor, number: int, prefix: str) -> str:
    """A value in words, as name_words has it; a number that this version does not know stays one."""
    value = kind.values_by_number.get(number)
    return name_words(value.name, prefix) if value else str(number)


def counted(number: int, one: str, many: str) -> str:
    """1 as "1 entry", 0 and 2 as "2 entries"."""
    return f"{number} {one if number == 1 else many}"


def length(duration_ms: int) -> str:
    """371000 as "6:11", from an hour on "1:02:03"."""
    minutes, seconds = divmod(round(duration_ms / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def ref_words(ref: TrackRef) -> str:
    """The id with its provider, and the page where there is one."""
    return f"{ref.provider}:{ref.id}" + (f" {ref.url}" if ref.url else "")


def _release(track: Track) -> str:
    number = f"no. {track.track_number}" if track.HasField("track_number") else ""
    duration = length(track.duration_ms) if track.HasField("duration_ms") else ""
    return ", ".join(filter(None, (track.album, number, track.release_date, duration)))


def track_words(track: Track) -> Iterator[str]:
    """The track in lines: title, artists, release and length, identifiers, ids."""
    version = f" ({track.version})" if track.version and track.version not in track.title else ""
    yield track.title + version
    yield ", ".join(track.artists)
    yield _release(track)
    yield ", ".join(filter(None, (*track.isrcs, track.mbid)))
    yield from map(ref_words, track.refs)


def match_words(match: Match) -> Iterator[str]:
    """The candidate in lines, its own id last."""
    track = Track()
    track.CopyFrom(match.track)
    del track.refs[:]
    yield from track_words(track)
    yield ref_words(match.ref)


def verdict_words(match: Match) -> tuple[str, str]:
    """The verdict, and how sure it is."""
    return enum_words(Match.Verdict.DESCRIPTOR, match.verdict, "VERDICT_"), f"{match.confidence:.1%} sure"


def _deciding(evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    vetoes = [each for each in evidence if each.effect == Evidence.EFFECT_VETOES]
    return vetoes or [each for each in evidence if each.effect in _SIGNS][:_SHOWN_EVIDENCE]


def why(reason: str, match: Match) -> list[str]:
    """The server's reason, and of what decided the rest that it does not tell."""
    told = [
        words
        for each, words in zip(_deciding(match.evidence), evidence_words(match), strict=True)
        if not each.detail or each.detail not in reason
    ]
    return [reason, *told]


def evidence_words(match: Match) -> list[str]:
    """What decided: the vetoes where there are any, else the most telling comparisons for (+) and against (-)."""
    return [
        f"{_SIGNS[each.effect]} {each.field}" + (f": {each.detail}" if each.detail else "")
        for each in _deciding(match.evidence)
    ]
