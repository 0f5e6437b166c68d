"""A line of linking.csv: what became of one JAMS file.

The columns of MusicMetaLinker's file come first, under its names. Nothing here tells when, how often or from where it
was asked, so that two runs over the same files with the same answers write the same bytes.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

from google.protobuf.json_format import MessageToDict

from tracklink.v1.link_service_pb2 import LinkTrackResponse, ProviderLink
from tracklink.v1.track_pb2 import Match, Track

Row: TypeAlias = dict[str, str]

TRACK_COLUMNS = ("jams_file", "track_name", "artist_name", "album_name", "track_number", "duration", "release_year")
LINK_COLUMNS = ("musicbrainz", "isrc", "deezer_id", "deezer_url", "youtube_url", "acousticbrainz", "spotify_id")
ANSWER_COLUMNS = ("outcome", "verdict", "confidence", "reason")
PROVIDER_COLUMNS = ("id", "url", *ANSWER_COLUMNS)
ELSEWHERE = {"musicbrainz_id": "musicbrainz", "youtube_music_url": "youtube_url"}
"""Columns of a provider that MusicMetaLinker has under another name."""
SEPARATOR = "; "

UNREADABLE = "UNREADABLE"
FAILURES = frozenset(
    {"PROVIDER_UNAVAILABLE", "RATE_LIMITED", "TIMED_OUT", "UNAVAILABLE", "DEADLINE_EXCEEDED", "INTERNAL"}
)
"""Outcomes after which a file is not done, but asked about again by the next run."""
AGAIN = FAILURES | {UNREADABLE, "RESOURCE_EXHAUSTED", "CANCELLED", "UNKNOWN"}
_TELLING = ("LINKED", "UNAVAILABLE_IN_MARKET", "AMBIGUOUS", "NEAR_MISS", "NOT_IN_CATALOG", "NOT_CONFIGURED")
"""Of the outcomes of several providers the one that stands for the file; a failure goes before all."""


def row_of(name: str, response: LinkTrackResponse) -> Row:
    """The line of a file that was asked about."""
    recording = response.recording
    row = {"jams_file": name, **_track(recording)}
    for link in response.links:
        row |= _link(link)
    row["isrc"] = SEPARATOR.join(recording.isrcs)
    told = min(response.links, key=_rank, default=None)
    return row | (_answer(told) if told else {"outcome": "NOT_CONFIGURED", "reason": "No provider was asked."})


def failed_row(name: str, outcome: str, reason: str) -> Row:
    """The line of a file that could not be asked about."""
    return {"jams_file": name, "outcome": outcome, "reason": reason}


def is_done(row: Mapping[str, str], providers: Collection[str]) -> bool:
    """Whether every one of these providers has answered for the file."""
    if row.get("outcome", UNREADABLE) in AGAIN:
        return False
    if row["outcome"] == "INVALID_ARGUMENT":
        return True
    outcomes = [row.get(f"{provider}_outcome", "") for provider in providers]
    return all(outcome and outcome not in AGAIN for outcome in outcomes)


def columns(rows: Iterable[Mapping[str, str]]) -> Sequence[str]:
    """The header for these lines: fixed columns, then those of each provider in alphabetical order."""
    fixed = (*TRACK_COLUMNS, *LINK_COLUMNS, *ANSWER_COLUMNS)
    held = {column for row in rows for column in row}
    providers = sorted(column.removesuffix("_outcome") for column in held if column.endswith("_outcome"))
    further = (f"{provider}_{column}" for provider in providers for column in PROVIDER_COLUMNS)
    return (*fixed, *(column for column in further if column not in {*fixed, *ELSEWHERE}))


def name_of(outcome: ProviderLink.Outcome.ValueType) -> str:
    """`LINKED`; the number of an outcome that this client is too old to know."""
    known = outcome in ProviderLink.Outcome.values()
    return ProviderLink.Outcome.Name(outcome).removeprefix("OUTCOME_") if known else str(outcome)


def verdict_of(match: Match) -> str:
    """`SAME_RECORDING`, likewise."""
    known = match.verdict in Match.Verdict.values()
    return Match.Verdict.Name(match.verdict).removeprefix("VERDICT_") if known else str(match.verdict)


def _track(track: Track) -> Row:
    stated = MessageToDict(track)
    seconds = f"{track.duration_ms / 1000:g}" if track.duration_ms else ""
    return {
        "track_name": track.title,
        "artist_name": SEPARATOR.join(track.artists),
        "album_name": track.album,
        "track_number": str(stated.get("trackNumber", "")),
        "duration": seconds,
        "release_year": track.release_date[:4],
    }


def _link(link: ProviderLink) -> Row:
    found = {"id": link.match.ref.id, "url": link.match.ref.url} if link.HasField("match") else {}
    columns_ = {f"{link.provider}_{column}": value for column, value in (found | _answer(link)).items()}
    return {ELSEWHERE.get(column, column): value for column, value in columns_.items()}


def _answer(link: ProviderLink) -> Row:
    match = link.match if link.HasField("match") else None
    return {
        "outcome": name_of(link.outcome),
        "verdict": verdict_of(match) if match else "",
        "confidence": f"{match.confidence:.4f}" if match else "",
        "reason": link.reason,
    }


def _rank(link: ProviderLink) -> int:
    name = name_of(link.outcome)
    return _TELLING.index(name) if name in _TELLING else -1
