"""What goes to standard output, and what to standard error."""

import io
import os
import re
import sys
from typing import TextIO

from google.protobuf.json_format import MessageToJson
from google.protobuf.message import Message
from rich.console import Console
from rich.table import Table

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_WIDER_THAN_ANY_ROW = 1_000_000


class OutputFailed(Exception):
    """Standard output takes nothing more."""


def prepare() -> None:
    """Make both streams fit to be written to, whatever the locale, and when they were closed."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name, None)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 lives with the process
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # the reader has all that it wanted
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise OutputFailed(f"cannot write to standard output: {error.strerror}") from error


def say(sentence: str) -> None:
    """A message for the person at the terminal, in one line."""
    _write(sys.stderr, f"tracklink: {without_controls(sentence)}\n")


def without_controls(text: str) -> str:
    """The text, in which the control characters of strangers' titles do nothing to a terminal."""
    return _CONTROL.sub(" ", text)


def print_json(message: Message) -> None:
    """The canonical JSON form, with the fields at their default value."""
    _write(sys.stdout, MessageToJson(message, always_print_fields_with_no_presence=True, ensure_ascii=False) + "\n")


def at_terminal() -> bool:
    """Whether a person reads standard output."""
    return sys.stdout.isatty()


def progress_console() -> Console:
    """Where bars are drawn; it draws nothing when standard error is no terminal."""
    return Console(stderr=True, quiet=not sys.stderr.isatty())


def print_table(table: Table) -> None:
    """In a terminal folded to its width; in a pipe without colours, a line for each row, and nothing cut."""
    terminal = at_terminal()
    page = io.StringIO()
    width = None if terminal else _WIDER_THAN_ANY_ROW
    Console(file=page, force_terminal=terminal, width=width, highlight=False).print(table)
    text = page.getvalue()
    _write(sys.stdout, text if terminal else "".join(line.rstrip() + "\n" for line in text.splitlines()))
