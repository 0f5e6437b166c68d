"""Documents of JSON:API (https://jsonapi.org/format/1.1/): resources that name each other by type and id.

The real ones hold links that resolve to nothing in `included`, relationships without `data`, and nulls; all of these
read as absent. Only a document without its `data` is not one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from providers.json_field import mapping, text

Members = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Resource:
    """A thing with attributes; `meta` is what the link that led to it says, such as a track's place on an album."""

    kind: str
    id: str
    attributes: Members = field(default_factory=dict)
    relationships: Members = field(default_factory=dict)
    meta: Members = field(default_factory=dict)

    def states(self, name: str) -> bool:
        """Whether a relationship lists what it leads to, be it nothing."""
        return isinstance(self._linkage(name), list)

    def links(self, name: str) -> tuple["Resource", ...]:
        """What a relationship names, whether or not the document holds it: kind, id and meta, and nothing more."""
        return tuple(_resources(self._linkage(name)))

    def _linkage(self, name: str) -> object:
        return mapping(self.relationships.get(name)).get("data")


class Document:
    """One answer: its primary resources in the order of the service, and those that they name."""

    def __init__(self, body: object) -> None:
        """ValueError when the body has no `data`, or has some that are no resources."""
        if not isinstance(body, dict) or "data" not in body:
            raise ValueError("there is no `data`")
        self.primary = tuple(_resources(body["data"]))
        if not self.primary and body["data"] not in (None, []):
            raise ValueError("its `data` are no resources")
        self._known = {
            (resource.kind, resource.id): resource for resource in (*_resources(body.get("included")), *self.primary)
        }

    def related(self, resource: Resource, name: str) -> tuple[Resource, ...]:
        """What a relationship names and this document holds, in the order of the service."""
        return tuple(
            replace(known, meta=link.meta)
            for link in resource.links(name)
            if (known := self._known.get((link.kind, link.id)))
        )


def _resources(stated: object) -> Iterator[Resource]:
    for entry in stated if isinstance(stated, list) else [stated]:
        members = mapping(entry)
        kind, id_ = text(members.get("type")), text(members.get("id"))
        if kind and id_:
            yield Resource(kind, id_, *(mapping(members.get(name)) for name in ("attributes", "relationships", "meta")))
