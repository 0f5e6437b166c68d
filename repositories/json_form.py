"""The words of the domain as JSON for Postgres, and back without loss."""

import json
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from domain.answer import ProviderLink
from domain.errors import StoreUnavailable
from domain.known import Known
from domain.replacement import ReplacementAnswer
from domain.review import Review
from tracklink.plugin import Track

T = TypeVar("T")
NUL: Final = rb"\u0000"


class JsonForm(Generic[T]):
    """One dataclass as a JSON object of its fields; those at their default are left out.

    What jsonb cannot hold, U+0000 and halves of surrogate pairs, is left out of texts or written as "?".
    """

    def __init__(self, kind: type[T], left_out: Any = None) -> None:  # noqa: ANN401 - pydantic's type has no name
        """`left_out` are fields that are not written, as pydantic's `exclude` names them."""
        self._adapter = TypeAdapter(kind)
        self._left_out = left_out

    def write(self, value: T) -> dict[str, object]:
        """The object, for a jsonb column."""
        dumped: dict[str, object] = self._adapter.dump_python(value, exclude_defaults=True)
        return {name: _storable(field) for name, field in dumped.items()}

    def write_text(self, value: T) -> str:
        """The same in one piece, and quicker: as the text of JSON."""
        try:
            text = self._adapter.dump_json(value, exclude_defaults=True, exclude=self._left_out)
        except (PydanticSerializationError, UnicodeEncodeError):
            return self._carefully_written(value)
        return self._carefully_written(value) if NUL in text else text.decode()

    def _carefully_written(self, value: T) -> str:
        dumped = self._adapter.dump_python(value, exclude_defaults=True, exclude=self._left_out)
        return json.dumps(_storable(dumped))

    def read(self, text: str | bytes) -> T:
        """The value of such an object's text. Raises StoreUnavailable when it is none that this version knows."""
        try:
            return self._adapter.validate_json(text)
        except ValidationError as error:
            raise StoreUnavailable(
                "Postgres holds a row that this version cannot read: a newer one wrote it."
            ) from error


def storable_text(text: str) -> str:
    """The text without what Postgres cannot hold."""
    return text.replace("\0", "").encode(errors="replace").decode()


def _storable(value: object) -> object:
    match value:
        case str():
            return storable_text(value)
        case dict():
            return {key: _storable(field) for key, field in value.items()}
        case list() | tuple() | frozenset():
            return [_storable(field) for field in value]
        case datetime():
            return value.isoformat()
        case _:
            return value


TRACK: Final = JsonForm(Track)
PROVIDER_LINK: Final = JsonForm(ProviderLink)
REPLACEMENT_ANSWER: Final = JsonForm(ReplacementAnswer)
REVIEW: Final = JsonForm(Review)
KNOWN: Final = JsonForm(Known)
