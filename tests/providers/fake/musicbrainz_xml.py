"""Made-up recordings, and the XML in which MusicBrainz would tell of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

NAMESPACE = "http://musicbrainz.org/ns/mmd-2.0#"
MOST_RELEASES = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release as the service's editors filled it in."""

    id: str
    title: str
    date: str = ""
    status: str = "Official"
    barcode: str = ""
    artist: str = ""
    primary_type: str = "Album"
    secondary_types: tuple[str, ...] = ()
    disc_number: str = "1"
    track_number: str = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A recording; `artists` are the credited name, the artist's own name and the phrase before the next."""

    id: str
    title: str
    artists: tuple[tuple[str, str, str], ...]
    length: str = ""
    disambiguation: str = ""
    video: bool = False
    aliases: tuple[str, ...] = ()
    isrcs: tuple[str, ...] = ()
    releases: tuple[Release, ...] = ()
    urls: tuple[str, ...] = ()
    ended_urls: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    """MBIDs of recordings that went into this one."""


def document(*children: Element) -> bytes:
    """A whole answer."""
    root = Element("metadata", {"xmlns": NAMESPACE, "xmlns:ns2": "http://musicbrainz.org/ns/ext#-2.0"})
    root.extend(children)
    return b'<?xml version="1.0" encoding="UTF-8"?>' + tostring(root, encoding="utf-8")


def error(text: str) -> bytes:
    """What comes with a status that is not 200."""
    root = Element("error")
    SubElement(root, "text").text = text
    SubElement(root, "text").text = "For usage, please see: https://musicbrainz.org/development/mmd"
    return tostring(root, encoding="utf-8")


def listed(name: str, children: Iterable[Element]) -> Element:
    """A list with its count."""
    members = list(children)
    element = Element(name, {"count": str(len(members))})
    element.extend(members)
    return element


def recording(record: Recording, inc: Collection[str], score: str = "") -> Element:
    """A recording with what is included; a search gives it a score."""
    element = Element("recording", {"id": record.id, **({"ns2:score": score} if score else {})})
    _texts(element, {"title": record.title, "length": record.length, "disambiguation": record.disambiguation})
    _texts(element, {"video": "true" if record.video else "", "first-release-date": "1900"})
    if "artist-credits" in inc:
        element.append(_credit(record.artists))
    if "releases" in inc:
        element.append(listed("release-list", (release(one, inc) for one in record.releases[:MOST_RELEASES])))
    if "isrcs" in inc and record.isrcs:
        element.append(listed("isrc-list", (Element("isrc", {"id": isrc}) for isrc in record.isrcs)))
    if "url-rels" in inc and (record.urls or record.ended_urls):
        element.append(_urls(record))
    return element


def release(record: Release, inc: Collection[str]) -> Element:
    """A release with what is included."""
    element = Element("release", {"id": record.id})
    _texts(element, {"title": record.title, "quality": "normal", "date": record.date, "barcode": record.barcode})
    if record.status:
        SubElement(element, "status", {"id": "4e304316-386d-3409-af2e-78857eec5cfe"}).text = record.status
    if "artist-credits" in inc and record.artist:
        element.append(_credit(((record.artist, record.artist, ""),)))
    if "release-groups" in inc:
        element.append(_group(record))
    if "media" in inc:
        element.append(_media(record))
    return element


def url(resource: str, targets: Iterable[Recording]) -> Element:
    """A URL with the recordings that relate to it."""
    element = Element("url", {"id": "6d7d6ec4-5b0a-44a1-9a54-a4d6a2b6a0de"})
    _texts(element, {"resource": resource})
    relations = SubElement(element, "relation-list", {"target-type": "recording"})
    for target in targets:
        relation = SubElement(relations, "relation", {"type": "free streaming", "type-id": "7e41ef12"})
        _texts(relation, {"target": target.id, "direction": "backward"})
        relation.append(recording(target, ()))
    return element


def _texts(parent: Element, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        if text:
            SubElement(parent, name).text = text


def _credit(artists: Iterable[tuple[str, str, str]]) -> Element:
    element = Element("artist-credit")
    for credited, name, phrase in artists:
        one = SubElement(element, "name-credit", {"joinphrase": phrase} if phrase else {})
        _texts(one, {"name": credited if credited != name else ""})
        _texts(SubElement(one, "artist", {"id": "0f2c9f4e-8b0d-4a4c-9d0c-0f1f5f3f7a11"}), {"name": name})
    return element


def _group(record: Release) -> Element:
    element = Element("release-group", {"id": record.id, "type": (*record.secondary_types, record.primary_type)[0]})
    _texts(element, {"title": record.title, "primary-type": record.primary_type})
    if record.secondary_types:
        types = SubElement(element, "secondary-type-list")
        for name in record.secondary_types:
            SubElement(types, "secondary-type").text = name
    return element


def _media(record: Release) -> Element:
    element = Element("medium-list", {"count": "1"})
    medium = SubElement(element, "medium")
    _texts(medium, {"position": record.disc_number, "format": "CD"})
    tracks = SubElement(medium, "track-list", {"count": "12", "offset": "0"})
    _texts(SubElement(tracks, "track"), {"position": record.track_number, "number": record.track_number})
    return element


def _urls(record: Recording) -> Element:
    element = Element("relation-list", {"target-type": "url"})
    for target in (*record.urls, *record.ended_urls):
        relation = SubElement(element, "relation", {"type": "free streaming", "type-id": "7e41ef12"})
        SubElement(relation, "target", {"id": "6d7d6ec4-5b0a-44a1-9a54-a4d6a2b6a0de"}).text = target
        _texts(relation, {"ended": "true" if target in record.ended_urls else ""})
    return element
