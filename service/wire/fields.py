"""Reading the fields of a request, and remembering every one that is at fault."""

import math
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Self, TypeVar

from domain.errors import InvalidQuery, Violation

Form = TypeVar("Form")

FORM_CHARACTERS = 2_000
"""Nothing that has a form (an ISRC, a URL) is longer."""

DESCRIPTION_CHARACTERS = 300
"""Descriptions quote what was sent, and have to fit into the metadata of an answer."""

TOGETHER_CHARACTERS = 20_000
"""Characters of all texts of one field: two hundred names of a hundred each."""

_BLANKS = frozenset("\t\n\r")


class Fields:
    """The fields of one message. `path` stands before their names; parts of one request share their violations."""

    def __init__(self, path: str = "", violations: list[Violation] | None = None) -> None:
        self._path = path
        self._violations: list[Violation] = [] if violations is None else violations

    def part(self, name: str) -> Self:
        """The fields of a message within this one: `track` in a request, `refs[0]` in a track."""
        return type(self)(f"{self._path}{name}.", self._violations)

    def refuse(self, name: str, description: str) -> None:
        """Remember a field at fault; the description says what is wrong and how to put it right."""
        clipped = (
            description if len(description) <= DESCRIPTION_CHARACTERS else f"{description[:DESCRIPTION_CHARACTERS]}…"
        )
        self._violations.append(Violation(f"{self._path}{name}", clipped))

    def finish(self) -> None:
        """Raise InvalidQuery with everything that was refused, if anything was."""
        if self._violations:
            raise InvalidQuery(self._violations)

    def finished(self, value: Form | None) -> Form:
        """Finish, and the value of a field that is needed, now that nothing was refused."""
        self.finish()
        if value is None:
            raise InvalidQuery([Violation(self._path, "lacks a field that is needed")])
        return value

    def text(self, name: str, text: str, most: int) -> str:
        """The text unchanged, "" when it is blank; at most `most` characters and none that steers a terminal."""
        if len(text) > most:
            self.refuse(name, f"is {len(text):,} characters long; at most {most:,} are taken")
        elif not text.isprintable():
            self._refuse_control_characters(name, text)
        return text if text.strip() else ""

    def texts(self, name: str, texts: Sequence[str], most: int, characters: int) -> tuple[str, ...]:
        """The texts that are not blank, at most `most` of them, with TOGETHER_CHARACTERS in all."""
        if not self.count(name, texts, most):
            return ()
        together = sum(map(len, texts))
        if together > TOGETHER_CHARACTERS:
            self.refuse(name, f"has {together:,} characters in all; at most {TOGETHER_CHARACTERS:,} are taken")
            return ()
        read = (self.text(f"{name}[{place}]", text, characters) for place, text in enumerate(texts))
        return tuple(text for text in list(read) if text)

    def form(self, name: str, text: str, reader: Callable[[str], Form]) -> Form | None:
        """What the reader makes of the text; None when it is empty, or refused with the reader's sentence."""
        if not text.strip():
            return None
        if len(text) > FORM_CHARACTERS:
            self.refuse(name, f"is {len(text):,} characters long; at most {FORM_CHARACTERS:,} are taken")
            return None
        try:
            return reader(text)
        except ValueError as error:
            self.refuse(name, str(error))
            return None

    def forms(self, name: str, texts: Sequence[str], most: int, reader: Callable[[str], Form]) -> tuple[Form, ...]:
        """What the reader makes of each text, once each in the order given."""
        if not self.count(name, texts, most):
            return ()
        for place, text in enumerate(texts):
            if not text.strip():
                self.refuse(f"{name}[{place}]", "is empty; leave it out")
        read = [self.form(f"{name}[{place}]", text, reader) for place, text in enumerate(texts)]
        return tuple(dict.fromkeys(value for value in read if value is not None))

    def count(self, name: str, values: Sequence[object], most: int) -> bool:
        """Whether there are at most `most`; else the field is refused."""
        if len(values) > most:
            self.refuse(name, f"has {len(values):,} entries; at most {most:,} are taken")
            return False
        return True

    def number(self, name: str, value: float, least: float, most: float = math.inf) -> None:
        """Refuse a number outside least..most; NaN and infinity are outside."""
        if math.isfinite(value) and least <= value <= most:
            return
        allowed = f"{least:g} or more" if most == math.inf else f"from {least:g} to {most:g}"
        self.refuse(name, f"is {value:g}; it has to be {allowed}")

    def one_of(self, name: str, value: int, known: Iterable[int]) -> bool:
        """Whether the number of an enum value is known; else the field is refused."""
        if value in known:
            return True
        self.refuse(name, f"{value} is none of its values; use one that this version of the contract defines")
        return False

    def _refuse_control_characters(self, name: str, text: str) -> None:
        steering = next((sign for sign in text if unicodedata.category(sign) == "Cc" and sign not in _BLANKS), None)
        if steering is not None:
            self.refuse(name, f"holds the control character U+{ord(steering):04X}; take it out")
