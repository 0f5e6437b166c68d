"""The text of a file that somebody's program wrote."""

import codecs

MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""With which a file may begin to say how it is written."""


def text_of(octets: bytes) -> str:
    """UTF-8, or UTF-16 where its mark says so, as Excel and PowerShell write it. Raises UnicodeDecodeError."""
    return octets.decode("utf-16" if octets.startswith(MARKS[1:]) else "utf-8-sig")
