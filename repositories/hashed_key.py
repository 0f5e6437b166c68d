"""Lookup keys as the numbers that they are stored and locked under."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

KEY_BYTES = 8
MOST_REMEMBERED = 4096
"""A question's keys are read, claimed, locked, written and noted within a second: hashed once."""


@lru_cache(MOST_REMEMBERED)
def hashed_key(key: str) -> int:
    """The key as a signed 64-bit number, as Postgres' bigint. Two keys of one number propose each other: harmless."""
    digest = hashlib.blake2b(key.encode(errors="replace"), digest_size=KEY_BYTES).digest()
    return int.from_bytes(digest, signed=True)


def hashed_keys(keys: Iterable[str]) -> list[int]:
    """The numbers of several keys, ascending: the order in which everybody locks them."""
    return sorted({hashed_key(key) for key in keys})
