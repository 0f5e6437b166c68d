"""Rows for the catalog, as a test states them."""

import json
from collections.abc import Mapping
from pathlib import Path

from repositories.catalog_import import import_file
from repositories.database import Database
from repositories.import_report import FileReport

Row = Mapping[str, object]

HARBOUR: Row = {
    "id": "h1",
    "title": "Harbour Lights",
    "artists": ["Mira Vale"],
    "album": "Low Water",
    "duration_ms": 201_500,
    "isrcs": ["QZTST2100001"],
    "mbid": "b1a9c0e9-d987-4042-ae91-78d6a3267d69",
    "barcode": "4006381333931",
    "refs": [{"provider": "deezer", "id": "17"}],
    "available": False,
    "markets": ["DE", "FR"],
}
PAPER_MOON: Row = {"id": "p1", "title": "Paper Moon", "artists": ["Otto Brandt"], "duration_ms": 180_000}


def write_rows(path: Path, *rows: Row) -> Path:
    """A JSONL file of the rows."""
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def stock(database: Database, folder: Path, *rows: Row, provider: str = "catalog") -> FileReport:
    """Import the rows."""
    return import_file(database, provider, write_rows(folder / "rows.jsonl", *rows))
