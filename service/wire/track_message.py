"""Tracks and matches, told."""

from domain.match import Evidence, Match
from service.wire.enums import AVAILABILITIES, EFFECTS, RELEASE_KINDS, VERDICTS
from tracklink.plugin import Track, TrackRef
from tracklink.v1 import track_pb2


def track_message(track: Track) -> track_pb2.Track:
    """A track; what nobody stated stays absent."""
    return track_pb2.Track(
        title=track.title,
        artists=track.artists,
        album=track.album or "",
        album_artists=track.album_artists,
        duration_ms=track.duration_ms,
        isrcs=track.isrcs,
        mbid=track.mbid or "",
        release_mbid=track.release_mbid or "",
        track_number=track.track_number,
        disc_number=track.disc_number,
        release_date=track.release_date or "",
        explicit=track.explicit,
        version=track.version or "",
        refs=[ref_message(ref) for ref in track.refs],
        iswcs=track.iswcs,
        bpm=track.bpm,
        popularity=track.popularity,
        preview_url=track.preview_url or "",
        barcode=track.barcode or "",
        release_kind=RELEASE_KINDS[track.release_kind]
        if track.release_kind
        else track_pb2.Track.RELEASE_KIND_UNSPECIFIED,
        genres=track.genres,
    )


def ref_message(ref: TrackRef) -> track_pb2.TrackRef:
    """A track's id on one service."""
    return track_pb2.TrackRef(provider=ref.provider, id=ref.id, url=ref.url or "")


def match_message(match: Match) -> track_pb2.Match:
    """A candidate with what the comparison came to."""
    return track_pb2.Match(
        ref=ref_message(match.ref),
        track=track_message(match.track),
        confidence=match.confidence,
        verdict=VERDICTS[match.verdict],
        evidence=[_evidence_message(evidence) for evidence in match.evidence],
        availability=AVAILABILITIES[match.availability],
    )


def _evidence_message(evidence: Evidence) -> track_pb2.Evidence:
    return track_pb2.Evidence(
        field=evidence.field,
        effect=EFFECTS[evidence.effect],
        similarity=evidence.similarity,
        weight=evidence.weight,
        detail=evidence.detail,
    )
