"""A corpus of JAMS files in ChoCo's layout, and a Deezer that has its tracks. All artists are invented."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

from tests.providers.fake import deezer
from tests.providers.fake.deezer import FakeDeezer
from tests.service.started import Started, started

PARTITIONS = ("isophonics", "schubert-winterreise", "biab-internet-corpus")
ADJECTIVES = ("Amber", "Brazen", "Copper", "Distant", "Early", "Faded", "Gilded", "Hollow", "Inland", "Jagged")
NOUNS = ("Anchor", "Bellows", "Causeway", "Dune", "Estuary", "Furrow", "Gable", "Hinge", "Islet", "Jetty")
PLACES = ("Aarhus", "Bergen", "Cadiz", "Derry", "Esbjerg", "Faro", "Ghent")
TITLES = [f"{adjective} {noun} of {place}" for place, adjective, noun in product(PLACES, ADJECTIVES, NOUNS)]
ARTIST = "The Quay Sisters"
RELEASE_MBID = "eeeeeeee-0000-4000-8000-000000000001"


def write_corpus(root: Path, files: int, first: int = 0) -> list[Path]:
    """So many files in each of three partitions, each of another track, from the `first` title on."""
    titles = iter(TITLES[first:])
    return [
        write_jams(root / partition / "choco" / "jams" / f"{partition}_{number}.jams", partition, next(titles))
        for partition in PARTITIONS
        for number in range(files)
    ]


def write_jams(path: Path, partition: str, title: str, **metadata: object) -> Path:
    """One file with a chord, and the peculiarities of its partition."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document(partition, title, **metadata), indent=2), encoding="utf-8")
    return path


def document(partition: str, title: str, **metadata: object) -> dict[str, Any]:
    """A JAMS document that the jams library takes."""
    score = partition.startswith("biab")
    chord = {"time": 0.0, "duration": 2.5, "value": "C:maj", "confidence": None}
    stated = {
        "title": f"{title} - {ARTIST}" if score else title,
        "artist": "" if score else ARTIST,
        "release": "",
        "duration": 64.0 if score else 200.0,
        "identifiers": {"musicbrainz": RELEASE_MBID} if partition.startswith("schubert") else {},
        "jams_version": "0.3.4",
    }
    return {
        "annotations": [
            {
                "annotation_metadata": {"curator": {"name": "", "email": ""}, "annotator": {}, "version": ""},
                "namespace": "chord",
                "data": [chord],
                "sandbox": {},
                "time": 0,
                "duration": 2.5,
            }
        ],
        "file_metadata": stated | metadata,
        "sandbox": {"type": "score" if score else "audio", "genre": "shanty"},
    }


def catalogue(titles: Sequence[str]) -> FakeDeezer:
    """A Deezer with a track for each title, 200 s long."""
    quay = deezer.artist(9, ARTIST)
    return FakeDeezer(tracks={number: _track(number, title, quay) for number, title in enumerate(titles, 1)})


def _track(number: int, title: str, artist: dict[str, Any]) -> dict[str, Any]:
    facts = {
        "id": number,
        "title": title,
        "title_short": title,
        "title_version": "",
        "isrc": f"QZTST21{number:05}",
        "duration": 200,
        "link": f"https://www.deezer.com/track/{number}",
    }
    return {**deezer.CALM, **facts, "artist": artist, "contributors": [artist]}


@contextmanager
def serving(folder: Path, service: FakeDeezer, database_url: str) -> Iterator[Started]:
    """A server that asks this Deezer alone, and its own Postgres first."""
    settings = {
        "TRACKLINKD_PROVIDERS__DEEZER__BASE_URL": service.base_url,
        "TRACKLINKD_PROVIDERS__DEEZER__QUOTA_REQUESTS": "1000",
        "TRACKLINKD_PROVIDERS__DEEZER__QUOTA_PERIOD_SECONDS": "1",
    }
    with started(folder, DATABASE_URL=database_url, **settings) as server:
        yield server
