"""Every table, in one import: naming this module fills `metadata`."""

from repositories import (
    catalog_tables,
    change_tables,
    encoded_tables,
    flight_tables,
    link_tables,
    quota_tables,
    review_tables,
)
from repositories.metadata import metadata

__all__ = [
    "catalog_tables",
    "change_tables",
    "encoded_tables",
    "flight_tables",
    "link_tables",
    "metadata",
    "quota_tables",
    "review_tables",
]
