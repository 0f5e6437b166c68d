"""Reading JSON of strangers: a field of another form than expected is one that is not there."""

from typing import Any

Json = dict[str, Any]


def mapping(value: object) -> Json:
    """The object, else an empty one."""
    return value if isinstance(value, dict) else {}


def objects(value: object) -> list[Json]:
    """The objects of a list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def text(value: object) -> str:
    """The text; of a whole number its digits."""
    if isinstance(value, bool):
        return ""
    return str(value) if isinstance(value, str | int) else ""


def count(value: object) -> int | None:
    """A whole number from 0 on."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
