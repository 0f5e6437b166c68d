"""Answers of InnerTube about playlists, in as much of its shape as ytmusicapi reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

DOT: Json = {"text": " • "}
GREY = "MUSIC_ITEM_RENDERER_DISPLAY_POLICY_GREY_OUT"


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of a playlist; without artist and album it is somebody's video."""

    id: str
    handle: str
    title: str = "Amber Anchor"
    artist: str = "The Quay Sisters"
    album: str = "Tidewater"
    clock: str = "3:20"
    is_greyed: bool = False


def wrapped(told: Json, *, is_signed_in: bool) -> Json:
    """What every answer has in common."""
    stated = [{"key": "logged_in", "value": "1" if is_signed_in else "0"}]
    return {"responseContext": {"serviceTrackingParams": [{"service": "GFEEDBACK", "params": stated}]}, **told}


def shelf_of(header: Json, rows: list[Json]) -> Json:
    """A playlist's page; one without entries has a shelf without contents."""
    tab = {"tabRenderer": {"content": {"sectionListRenderer": {"contents": [header]}}}}
    shelf = {"musicPlaylistShelfRenderer": {"contents": rows} if rows else {}}
    columns = {"tabs": [tab], "secondaryContents": {"sectionListRenderer": {"contents": [shelf]}}}
    return {"contents": {"twoColumnBrowseResultsRenderer": columns}}


def library_of(titles: Mapping[str, str]) -> Json:
    """The user's playlists, after a button that makes a new one."""
    items: list[Json] = [{"musicTwoRowItemRenderer": {"title": {"runs": [{"text": "New playlist"}]}}}]
    for playlist, title in titles.items():
        endpoint = {"browseEndpoint": {"browseId": f"VL{playlist}"}}
        told = {"title": {"runs": [{"text": title, "navigationEndpoint": endpoint}]}, "subtitle": {"runs": [DOT]}}
        items.append({"musicTwoRowItemRenderer": told})
    sections = {"sectionListRenderer": {"contents": [{"gridRenderer": {"items": items}}]}}
    return {"contents": {"singleColumnBrowseResultsRenderer": {"tabs": [{"tabRenderer": {"content": sections}}]}}}


def header_of(playlist: str, title: str, entries: int, description: str = "", *, is_owned: bool) -> Json:
    """Its owner's can be edited."""
    private = [DOT, {"text": "Private"}] if is_owned else []
    told: Json = {
        "title": {"runs": [{"text": title}]},
        "subtitle": {"runs": [{"text": "Playlist"}, *private, DOT, {"text": "2026"}]},
        "secondSubtitle": {"runs": [{"text": f"{entries:,} tracks"}, DOT, {"text": "1+ hours"}]},
    }
    if description:
        shelf = {"description": {"runs": [{"text": description}]}}
        told["description"] = {"musicDescriptionShelfRenderer": shelf}
    header = {"musicResponsiveHeaderRenderer": told}
    if not is_owned:
        return header
    edit = {"musicPlaylistEditHeaderRenderer": {"privacy": "PRIVATE"}}
    return {"musicEditablePlaylistDetailHeaderRenderer": {"playlistId": playlist, "header": header, "editHeader": edit}}


def row_of(row: Row, *, is_editable: bool) -> Json:
    """A row. One in grey has no button that plays it: its track is told by what takes it away, to its owner alone."""
    told: Json = {
        "flexColumns": [
            _flex(row.title, {} if row.is_greyed else {"watchEndpoint": {"videoId": row.id}}),
            _flex(row.artist, {} if row.is_greyed else _browse("UCquay", "MUSIC_PAGE_TYPE_ARTIST")),
            _flex(row.album, {} if row.is_greyed else _browse("MPREtide", "MUSIC_PAGE_TYPE_ALBUM")),
        ],
        "fixedColumns": [{"musicResponsiveListItemFixedColumnRenderer": {"text": {"runs": [{"text": row.clock}]}}}],
    }
    if row.is_greyed:
        told["musicItemRendererDisplayPolicy"] = GREY
    elif row.id:
        play = {"playNavigationEndpoint": {"watchEndpoint": {"videoId": row.id}}}
        button = {"musicPlayButtonRenderer": play}
        told["overlay"] = {"musicItemThumbnailOverlayRenderer": {"content": button}}
    if is_editable:
        told["menu"] = {"menuRenderer": {"items": [_remove(row)]}}
    return {"musicResponsiveListItemRenderer": told}


def _flex(words: str, endpoint: Json) -> Json:
    run = {"text": words} | ({"navigationEndpoint": endpoint} if endpoint else {})
    text = {"runs": [run]} if words else {}
    return {"musicResponsiveListItemFlexColumnRenderer": {"text": text}}


def _browse(id_: str, kind: str) -> Json:
    configs = {"browseEndpointContextMusicConfig": {"pageType": kind}}
    return {"browseEndpoint": {"browseId": id_, "browseEndpointContextSupportedConfigs": configs}}


def _remove(row: Row) -> Json:
    action = {"action": "ACTION_REMOVE_VIDEO", "setVideoId": row.handle} | (
        {"removedVideoId": row.id} if row.id else {}
    )
    endpoint = {"playlistEditEndpoint": {"playlistId": "PLany", "actions": [action]}}
    return {
        "menuServiceItemRenderer": {
            "text": {"runs": [{"text": "Remove from playlist"}]},
            "icon": {"iconType": "REMOVE_FROM_PLAYLIST"},
            "serviceEndpoint": endpoint,
        }
    }
