"""A digest of all that shapes an answer beside its request and what is stored."""

import os
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path

from service.config import Settings
from tracklink.plugin import Declaration

PACKAGES = ("domain", "service", "tracklink/v1")


def fingerprint(settings: Settings, declarations: Mapping[str, Declaration]) -> bytes:
    """32 bytes: of this version's code, the providers and what they lack, and the ages of answers.

    Whoever has another fingerprint makes answers of its own: another version, another configuration.
    """
    enabled = sorted(settings.enabled_providers)
    lacking = [[name for name in one.required_settings if not os.environ.get(name)] for one in declarations.values()]
    declared = [(one.name, one.id_pattern, one.url_patterns, one.url_template) for one in declarations.values()]
    stated = (enabled, sorted(declared), sorted(lacking), settings.freshness)
    return blake2b(repr(stated).encode() + code_digest(), digest_size=32).digest()


@cache
def code_digest() -> bytes:
    """Of the files that read requests, judge and encode."""
    root = Path(__file__).resolve().parent.parent
    digest = blake2b(digest_size=32)
    for path in sorted(path for package in PACKAGES for path in (root / package).rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.digest()
