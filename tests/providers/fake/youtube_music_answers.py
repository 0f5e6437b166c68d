"""Answers of InnerTube, in as much of its shape as a client reads, for tracks that nobody ever recorded."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.text import fold

Json = dict[str, object]

SONG = "MUSIC_VIDEO_TYPE_ATV"
OFFICIAL_VIDEO = "MUSIC_VIDEO_TYPE_OMV"
UPLOAD = "MUSIC_VIDEO_TYPE_UGC"

DOT: Json = {"text": " • "}


@dataclass(frozen=True, kw_only=True)
class Recording:
    """A song or video as the service knows it; a name is followed by the id of its channel, where it has one."""

    id: str
    title: str
    artists: tuple[tuple[str, str | None], ...] = ()
    album: str | None = None
    clock: str = "3:00"
    kind: str = SONG
    explicit: bool = False
    counted: str | None = None
    status: str = "OK"
    reason: str | None = None
    is_private: bool = False
    greyed: bool = False
    """Shown in grey, and without the button that plays it."""
    counterpart: str | None = None
    year: str | None = None
    isrc: str = ""
    """Never told, and found by a search for it all the same."""
    absent_from: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """What a search looks through."""
        return fold(" ".join([self.title, *(name for name, _ in self.artists), self.isrc]))

    @property
    def seconds(self) -> int:
        """The length that the clock shows."""
        total = 0
        for part in self.clock.split(":"):
            total = total * 60 + int(part)
        return total


def wrapped(**parts: object) -> Json:
    """What every answer has in common."""
    return {"responseContext": {"visitorData": "Cgt2aXNpdG9y", "serviceTrackingParams": []}, **parts}


def error_answer(status: int, message: str) -> Json:
    """How InnerTube words an error."""
    return {"error": {"code": status, "message": message, "errors": [{"message": message, "domain": "global"}]}}


def search_answer(recordings: Sequence[Recording], heading: str) -> Json:
    """One shelf of rows; where there are none, a message in a section of its own."""
    message = {"itemSectionRenderer": {"contents": [{"messageRenderer": {"text": _text("No results found")}}]}}
    rows = [{"musicResponsiveListItemRenderer": search_row(recording)} for recording in recordings]
    token = {"nextContinuationData": {"continuation": "EpMDEgpuZXh0"}}
    shelf = {"musicShelfRenderer": {"title": _text(heading), "contents": rows, "continuations": [token]}}
    sections = {"sectionListRenderer": {"contents": [shelf if rows else message]}}
    tab = {"tabRenderer": {"title": "YT Music", "selected": True, "content": sections}}
    return wrapped(contents={"tabbedSearchResultsRenderer": {"tabs": [tab]}})


def search_row(recording: Recording) -> Json:
    """Title; artists, album and length (a video's views in place of the album); a song's plays."""
    columns: list[list[Json]] = [
        [{"text": recording.title}],
        _byline(recording, [*_album(recording), {"text": recording.clock}]),
    ]
    if recording.kind == SONG and recording.counted:
        columns.append([{"text": recording.counted}])
    flex = [{"musicResponsiveListItemFlexColumnRenderer": {"text": {"runs": runs}}} for runs in columns]
    row: Json = {"flexColumns": flex, "menu": {"menuRenderer": {"items": []}}}
    if recording.explicit:
        label = {"accessibilityData": {"label": "Explicit"}}
        row["badges"] = [{"musicInlineBadgeRenderer": {"accessibilityData": label}}]
    if recording.greyed:
        return row | {"musicItemRendererDisplayPolicy": "MUSIC_ITEM_RENDERER_DISPLAY_POLICY_GREY_OUT"}
    button = {"musicPlayButtonRenderer": {"playNavigationEndpoint": _watch(recording)}}
    return row | {"overlay": {"musicItemThumbnailOverlayRenderer": {"content": button}}}


def player_answer(recording: Recording) -> Json:
    """A private video's says nothing but that it is private."""
    playability: Json = {"status": recording.status}
    if recording.reason:
        playability["reason"] = recording.reason
    if recording.is_private:
        return wrapped(playabilityStatus=playability)
    details: Json = {
        "videoId": recording.id,
        "title": recording.title,
        "lengthSeconds": str(recording.seconds),
        "author": ", ".join(name for name, _ in recording.artists),
        "musicVideoType": recording.kind,
        "isLiveContent": False,
    }
    return wrapped(playabilityStatus=playability, videoDetails=details, microformat={})


def gone_answer() -> Json:
    """The player's answer for an id that is no video any more, or never was."""
    return wrapped(playabilityStatus={"status": "ERROR", "reason": "This video is unavailable"})


def queue_answer(recordings: Sequence[tuple[Recording, Recording | None]]) -> Json:
    """The queue that starts at a track, each with its counterpart where it has one."""
    entries = [_paired(primary, counterpart) for primary, counterpart in recordings]
    panel = {"playlistPanelRenderer": {"contents": entries, "continuations": [{"nextRadioContinuationData": {}}]}}
    queue: Json = {"musicQueueRenderer": {"content": panel}}
    return _watched(queue)


def empty_queue_answer() -> Json:
    """What is answered for an id that no queue can start at."""
    return _watched({"musicQueueRenderer": {}})


def _watched(content: Json) -> Json:
    tabbed = {"watchNextTabbedResultsRenderer": {"tabs": [{"tabRenderer": {"content": content}}]}}
    return wrapped(contents={"singleColumnMusicWatchNextResultsRenderer": {"tabbedRenderer": tabbed}})


def _paired(primary: Recording, counterpart: Recording | None) -> Json:
    if counterpart is None:
        return _entry(primary)
    other = [{"counterpartRenderer": _entry(counterpart)}]
    return {"playlistPanelVideoWrapperRenderer": {"primaryRenderer": _entry(primary), "counterpart": other}}


def _entry(recording: Recording) -> Json:
    year: list[Json] = [{"text": recording.year}] if recording.year else []
    entry: Json = {
        "videoId": recording.id,
        "title": _text(recording.title),
        "lengthText": _text(recording.clock),
        "longBylineText": {"runs": _byline(recording, [*_album(recording), *year])},
        "navigationEndpoint": _watch(recording),
        "menu": {"menuRenderer": {"items": []}},
    }
    return {"playlistPanelVideoRenderer": entry}


def _byline(recording: Recording, rest: Sequence[Json]) -> list[Json]:
    """Names with commas and an ampersand between, then the rest with dots between."""
    joined: list[Json] = []
    for place, (name, channel) in enumerate(recording.artists):
        if place:
            joined.append({"text": " & " if place == len(recording.artists) - 1 else ", "})
        joined.append(_linked(name, channel))
    for piece in rest:
        joined.extend([DOT, piece] if joined else [piece])
    return joined


def _album(recording: Recording) -> list[Json]:
    if recording.kind != SONG:
        return [{"text": recording.counted}] if recording.counted else []
    return [_linked(recording.album, "MPREb_0000000001")] if recording.album else []


def _linked(name: str, id_: str | None) -> Json:
    run: Json = {"text": name}
    return run | {"navigationEndpoint": {"browseEndpoint": {"browseId": id_}}} if id_ else run


def _watch(recording: Recording) -> Json:
    kind = {"watchEndpointMusicConfig": {"musicVideoType": recording.kind}}
    return {"watchEndpoint": {"videoId": recording.id, "watchEndpointMusicSupportedConfigs": kind}}


def _text(words: str) -> Json:
    return {"runs": [{"text": words}]}
