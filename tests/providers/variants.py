"""Answers that are not quite what a service documents: JSON and XML with one thing changed."""

import copy
import json
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

WRONG: tuple[object, ...] = (None, {}, [], "", "?", -7, 1.5, True, [None], {"?": "?"}, 10**30, "\ud800")
"""In place of a value: null, and one of every other type."""
UNKNOWN = "x_unheard_of"


def variants(body: bytes) -> Iterator[bytes]:
    """The body with one field left out, null or of another type, for every field of the first of each list."""
    yield from _xml_variants(body) if body.lstrip().startswith(b"<") else _json_variants(body)


def grown(body: bytes) -> bytes:
    """The body with a field in every object that no client knows."""
    if body.lstrip().startswith(b"<"):
        return body
    return json.dumps(_grown(json.loads(body))).encode()


def _grown(value: Any) -> Any:  # noqa: ANN401  # JSON of every shape
    if isinstance(value, dict):
        return {UNKNOWN: {"type": UNKNOWN, "id": 1}, **{key: _grown(inner) for key, inner in value.items()}}
    return [_grown(inner) for inner in value] if isinstance(value, list) else value


def _json_variants(body: bytes) -> Iterator[bytes]:
    whole = json.loads(body)
    for path in _paths(whole):
        for wrong in WRONG:
            yield _replaced(whole, path, wrong)
        yield _removed(whole, path)
    yield from (json.dumps(wrong).encode() for wrong in WRONG)


def _paths(value: object, above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where each value stands; of a list's entries the first only, for the others are alike."""
    inner = value.items() if isinstance(value, dict) else list(enumerate(value))[:1] if isinstance(value, list) else ()
    for key, below in inner:
        yield (*above, key)
        yield from _paths(below, (*above, key))


def _replaced(whole: Any, path: tuple[str | int, ...], wrong: object) -> bytes:  # noqa: ANN401  # likewise
    changed = copy.deepcopy(whole)
    _parent(changed, path)[path[-1]] = wrong
    return json.dumps(changed).encode()


def _removed(whole: Any, path: tuple[str | int, ...]) -> bytes:  # noqa: ANN401  # likewise
    changed = copy.deepcopy(whole)
    del _parent(changed, path)[path[-1]]
    return json.dumps(changed).encode()


def _parent(whole: Any, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401  # likewise
    for key in path[:-1]:
        whole = whole[key]
    return whole


def _xml_variants(body: bytes) -> Iterator[bytes]:
    count = sum(1 for _ in ET.fromstring(body).iter())  # noqa: S314  # made up by the fake
    for place in range(count):
        for change in (_without_children, _without_attributes, _with_other_text, _with_another_name):
            root = ET.fromstring(body)  # noqa: S314  # likewise
            change(list(root.iter())[place])
            yield ET.tostring(root, encoding="utf-8")


def _without_children(element: ET.Element) -> None:
    for child in list(element):
        element.remove(child)
    element.text = None


def _without_attributes(element: ET.Element) -> None:
    element.attrib.clear()


def _with_other_text(element: ET.Element) -> None:
    element.text = "?"


def _with_another_name(element: ET.Element) -> None:
    element.tag = UNKNOWN
