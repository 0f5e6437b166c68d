"""International Standard Musical Work Codes."""

import re

_FORM = re.compile(r"T[0-9]{10}")


def read_iswc(text: str) -> str:
    """`t-034.524.680-1` -> `T0345246801`; ValueError for another form."""
    iswc = re.sub(r"[\s.\-]", "", text).upper()
    if not _FORM.fullmatch(iswc):
        raise ValueError(f"{text!r} is not an ISWC: T and ten digits, as in T-034.524.680-1")
    return iswc
