"""Whole numbers, which Deezer writes as numbers or as text."""

import re


def number(field: object) -> int | None:
    """From 1 on; None for 0, by which Deezer means that it does not know, and for anything else."""
    if isinstance(field, str) and re.fullmatch(r"[0-9]{1,20}", field):
        field = int(field)
    return field if isinstance(field, int) and not isinstance(field, bool) and field > 0 else None
