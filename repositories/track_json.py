"""A track as a JSON object: the fields that were stated, under their own names."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from tracklink.plugin import ReleaseKind, Track, TrackRef

_FIELDS = tuple(field.name for field in fields(Track))


def track_to_json(track: Track) -> dict[str, object]:
    """What `track_from_json` reads back as an equal track; unset and empty fields are left out."""
    stated = {name: value for name in _FIELDS if (value := getattr(track, name)) not in (None, "", ())}
    if track.refs:
        stated["refs"] = [{"provider": ref.provider, "id": ref.id, "url": ref.url} for ref in track.refs]
    return stated


def track_from_json(stated: Mapping[str, Any]) -> Track:
    """The track of such an object."""
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in stated.items()
    }
    if "refs" in values:
        values["refs"] = tuple(TrackRef(ref["provider"], ref["id"], ref["url"]) for ref in values["refs"])
    if "release_kind" in values:
        values["release_kind"] = ReleaseKind(values["release_kind"])
    return Track(**values)
