"""What an answer puts into a linked copy."""

from tracklink.answer_columns import name_of, verdict_of
from tracklink.client import LinkTrackResponse, ProviderLink
from tracklink.corpus.rule import Kind

Fields = dict[str, object]


def identifiers_of(response: LinkTrackResponse) -> Fields:
    """The id of each link by its provider, and the ISRC where one is known; a list when there are several."""
    links: Fields = {link.provider: link.match.ref.id for link in response.links if link.HasField("match")}
    isrcs = list(response.recording.isrcs)
    return links | ({"isrc": isrcs[0] if len(isrcs) == 1 else isrcs} if isrcs else {})


def fields_of(response: LinkTrackResponse, kind: Kind) -> Fields:
    """Values for what a file leaves empty. The length of a recording says nothing of a score."""
    recording = response.recording
    year = recording.release_date[:4]
    return {
        "title": recording.title,
        "artist": ", ".join(recording.artists),
        "release": recording.album,
        "duration": recording.duration_ms / 1000 if kind == "audio" else None,
        "track_number": recording.track_number,
        "release_year": int(year) if year.isdecimal() else None,
    }


def found_in(response: LinkTrackResponse) -> Fields:
    """For `sandbox.tracklink`: by provider the outcome and its reason; verdict, confidence and address of a link."""
    return {link.provider: _told(link) for link in response.links}


def _told(link: ProviderLink) -> Fields:
    told: Fields = {"outcome": name_of(link.outcome), "reason": link.reason}
    if link.HasField("match"):
        told |= {"verdict": verdict_of(link.match), "confidence": round(link.match.confidence, 4)}
        told |= {"url": link.match.ref.url} if link.match.ref.url else {}
    return told
