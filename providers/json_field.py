"""Fields of decoded JSON from elsewhere: what cannot be read counts as not stated."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

LARGEST_NUMBER = 2**31 - 1
"""Numbers travel on as 32-bit integers."""

NOT_JSON = (ValueError, RecursionError)
"""What decoding a body can raise: not JSON, not text, or nested beyond what can be read."""

_UNREADABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
"""Control characters and halves of surrogate pairs: JSON can escape them, UTF-8 and Postgres cannot hold them."""


def text(field: object) -> str | None:
    """A text without blanks around it; None when it is empty."""
    return (_UNREADABLE.sub(" ", field).strip() or None) if isinstance(field, str) else None


def whole_number(field: object) -> int | None:
    """A number from 1 on; None for 0, by which services mean that they do not know."""
    if not isinstance(field, int) or isinstance(field, bool):
        return None
    return field if 0 < field <= LARGEST_NUMBER else None


def flag(field: object) -> bool | None:
    """True or False, and nothing that only looks like it."""
    return field if isinstance(field, bool) else None


def mapping(field: object) -> Mapping[str, object]:
    """A JSON object; an empty one in place of anything else."""
    return field if isinstance(field, dict) else {}


def decoded(decode: Callable[[], object]) -> Mapping[str, object]:
    """The JSON object that a body decodes to; an empty one in place of anything else."""
    try:
        return mapping(decode())
    except NOT_JSON:
        return {}


def mappings(field: object) -> Iterator[Mapping[str, object]]:
    """The objects of a JSON array, without what else is in it."""
    return (entry for entry in _entries(field) if isinstance(entry, dict))


def texts(field: object) -> tuple[str, ...]:
    """The texts of a JSON array, each once, in order."""
    return tuple(dict.fromkeys(stated for entry in _entries(field) if (stated := text(entry))))


def read(reader: Callable[[str], str], field: object) -> str | None:
    """What a reader of identifiers or dates makes of a text; None where it raises ValueError."""
    try:
        return reader(stated) if (stated := text(field)) else None
    except ValueError:
        return None


def _entries(field: object) -> Iterable[object]:
    return field if isinstance(field, list) else ()
