"""JSON that is read to be written again."""

import json
import math


def read_json(text: str) -> object:
    """The value of a text. ValueError where it is no JSON, or where a copy would say less or be none.

    That is so of a key that stands twice in an object, and of a number beyond all floats, such as 1e999. RecursionError
    where lists and objects stand too deep in each other.
    """
    return json.loads(text, object_pairs_hook=_once, parse_float=_finite)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields: dict[str, object] = {}
    for key, value in pairs:
        if key in fields:
            raise ValueError(f"an object has the same key twice, {key[:50]!r}: take one of them away")
        fields[key] = value
    return fields


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"the number {number[:50]} is too large")
    return value
