"""A small catalogue for the fake Spotify: made-up tracks, each with one quirk of the service."""

from tests.providers.fake.spotify import LAUNCHED, FakeTrack, Json

HARBOUR, HARBOUR_AGAIN = "4hArbourL1ghtsAAAAAAAA", "4hArbourL1ghtsBBBBBBBB"
ABROAD, REMOVED, NIGHT = "1abroadAAAAAAAAAAAAAAA", "2removedAAAAAAAAAAAAAA", "3nightAAAAAAAAAAAAAAAA"
CALM = "0calmAAAAAAAAAAAAAAAAA"
UNKNOWN, TOO_LARGE = "5unknownAAAAAAAAAAAAAA", "zzzzzzzzzzzzzzzzzzzzzz"
ISRC = "QZTST2100001"


def stated(name: str, *artists: str, isrc: str | None = None, **fields: object) -> Json:
    """What Spotify tells an older application of a track."""
    return {
        "name": name,
        "artists": [{"id": f"artist{number}", "name": artist} for number, artist in enumerate(artists)],
        "album": {
            "name": "Tidewater",
            "album_type": "album",
            "artists": [{"id": "artist0", "name": artists[0]}] if artists else [],
            "release_date": "2021-05",
            "release_date_precision": "month",
        },
        "duration_ms": 245_333,
        "explicit": False,
        "external_ids": {"isrc": isrc} if isrc else {},
        "popularity": 57,
        "preview_url": None,
        "track_number": 4,
        "disc_number": 1,
        **fields,
    }


TRACKS = {
    HARBOUR: FakeTrack(stated("Harbour Lights", "Mira Vale", isrc=ISRC), frozenset({"US", "GB"}), HARBOUR_AGAIN),
    HARBOUR_AGAIN: FakeTrack(stated("Harbour Lights", "Mira Vale", isrc=ISRC), frozenset({"AT", "DE", "US"})),
    ABROAD: FakeTrack(stated("Far Shore", "Mira Vale", isrc="QZTST2100002"), frozenset({"JP"})),
    REMOVED: FakeTrack(stated("", "", isrc="QZTST2100003", duration_ms=0)),
    CALM: FakeTrack(
        stated(
            "Calm",
            *("Mira Vale", "Tom Keel"),
            explicit=True,
            external_ids={"isrc": "QZTST2100005", "upc": "4006381333931"},
            preview_url="https://p.scdn.example/calm.mp3",
        )
    ),
    NIGHT: FakeTrack(stated("夜の港", "ミラ・ヴェイル", isrc="QZTST2100004", explicit=True)),
} | {
    f"6swell{number:02}AAAAAAAAAAAAAA": FakeTrack(stated(f"Swell No. {number}", "The Piers"), frozenset(LAUNCHED))
    for number in range(20)
}
