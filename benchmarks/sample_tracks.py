"""Questions and candidates as music services offer them, made up by a fixed seed: the same ones in every run."""

from dataclasses import dataclass, replace
from itertools import product
from random import Random

from tracklink.plugin import Candidate, Track, TrackRef

SEED = 1979
ARTISTS = (
    "The Paper Lanterns", "Olga Brandt", "Hale & Moll", "Ida Moll", "DJ Tomo K", "Los Faroles", "Quay Street Choir",
    "Earth, Salt & Iron", "Mária Vey", "ÅNGSTRÖM", "The Who Else", "northbound", "Brandt Brothers Band", "K.O.R.A.",
)  # fmt: skip
ELSEWHERE = (
    ("夜の電車", "夜明けの港"),
    ("Ночной Трамвай", "Огни Гавани"),
    ("달빛정류장", "밤의 노래 (Night Song)"),
    ("أضواء", "ليل المدينة"),
)
FIRST_WORDS = ("Harbour", "Night", "Paper", "Golden", "Don't Leave", "Southern", "Last", "I'm Your", "Little", "Señor")
LAST_WORDS = ("Lights", "Bus", "Moon", "Fire", "Me Now", "Summer, Again", "Train Home", "Shadow", "Rock 'n' Roll", "99")
ALBUMS = (
    "Quayside",
    "Quayside (Deluxe Edition)",
    "Up Close (Live)",
    "Greatest Hits Vol. 2",
    "Winter Songs [Remastered]",
)
VERSIONS = (
    "", "", " - Remastered 2011", " (2009 Remaster)", " - Live", " (Live at the Docks, 1994)", " - Radio Edit",
    " (Tomo K Remix)", " - Acoustic Version", " [Instrumental]", " (Karaoke Version)", " - Extended Mix",
    " (Demo)", " (Coming Home)", " - Single Version / Mono", " (Sped Up)", ", Pt. 2",
)  # fmt: skip
GUESTS = (" (feat. Ida Moll)", " [feat. Olga Brandt & DJ Tomo K]", " ft. Mária Vey", " (with Los Faroles)")
MOVEMENTS = (
    "I. Allegro con brio",
    "II. Andante con moto",
    "III. Allegro",
    "IV. Allegro - Presto",
    "III. Rondo (Vivace)",
)
WORKS = (
    "Symphony No. {number} in C Minor, Op. {opus}: {movement}",
    "Piano Concerto No. {number} in B-Flat Major, Op. {opus} 'Harbour': {movement}",
    "String Quartet No. {number} in E-Flat Major, Op. posth. {opus}, D. 87: {movement}",
)  # fmt: skip
ORCHESTRAS = (
    "Quayside Philharmonic",
    "Brandt Chamber Orchestra & Olga Brandt",
    "Berta Moll, Harbour Symphony Orchestra",
)
VIDEOS = (" (Official Video)", " [Official Audio]", " (Lyrics) [4K]", " - Live on TV 1994", " HD")
MINUTE_MS = 60_000
ISRC_SHARE = 0.4
"""Of the tracks, and of the copies of one that kept its code."""


@dataclass(frozen=True, slots=True)
class Question:
    """A track asked for, and what a search for it brings."""

    asked: Track
    candidates: tuple[Candidate, ...]


def questions(count: int, candidates: int) -> list[Question]:
    """So many questions, with so many candidates each: of ten about six pop titles, one each of the harder kinds."""
    random = Random(SEED)  # noqa: S311  a sample, no secret
    makers = (*(_pop,) * 6, _guested, _elsewhere, _classical, _video)
    return [makers[place % len(makers)](random, candidates) for place in range(count)]


def _pop(random: Random, count: int) -> Question:
    artist, title = random.choice(ARTISTS), _title(random)
    asked = _track(random, title + random.choice(VERSIONS[:4]), artist)
    copies = [_copy(random, asked, title + version) for version in random.choices(VERSIONS, k=count // 2)]
    others = [_track(random, _title(random) + random.choice(VERSIONS), artist) for _ in range(count // 3)]
    covers = [_track(random, title, random.choice(ARTISTS)) for _ in range(count)]
    return _question(asked, [*copies, *others, *covers][:count])


def _guested(random: Random, count: int) -> Question:
    asked = _track(random, _title(random), random.choice(ARTISTS))
    titles = [asked.title + guest + version for guest, version in product(("", *GUESTS), VERSIONS)]
    return _question(asked, [_copy(random, asked, title) for title in random.sample(titles, count)])


def _elsewhere(random: Random, count: int) -> Question:
    artist, title = random.choice(ELSEWHERE)
    asked = _track(random, title, artist)
    copies = [_copy(random, asked, title + version) for version in random.choices(VERSIONS, k=count // 2)]
    others = [_track(random, *reversed(random.choice(ELSEWHERE))) for _ in range(count // 4)]
    latin = [_track(random, _title(random), random.choice(ARTISTS)) for _ in range(count)]
    return _question(asked, [*copies, *others, *latin][:count])


def _classical(random: Random, count: int) -> Question:
    tracks = [_track(random, _work(random), random.choice(ORCHESTRAS)) for _ in range(count)]
    asked = _copy(random, tracks[0], tracks[0].title.replace("No. ", "Nr."))
    return _question(asked, tracks)


def _video(random: Random, count: int) -> Question:
    asked = _track(random, _title(random), random.choice(ARTISTS))
    titles = [f"{artist} - {asked.title}{end}" for artist, end in product((*asked.artists, *ARTISTS), VIDEOS)]
    videos = [_copy(random, asked, title, apart_ms=MINUTE_MS // 10) for title in titles[:count]]
    return _question(asked, [replace(video, artists=(), album=None) for video in videos])


def _work(random: Random) -> str:
    work = random.choice(WORKS)
    return work.format(number=random.randint(1, 9), opus=random.randint(1, 99), movement=random.choice(MOVEMENTS))


def _title(random: Random) -> str:
    return f"{random.choice(FIRST_WORDS)} {random.choice(LAST_WORDS)}"


def _track(random: Random, title: str, artist: str) -> Track:
    return Track(
        title=title,
        artists=(artist,),
        album=random.choice((*ALBUMS, title)),
        duration_ms=random.randint(2 * MINUTE_MS, 6 * MINUTE_MS),
        explicit=random.choice((None, False, True)),
        isrcs=(f"GBXYZ{random.randint(0, 9_999_999):07}",) if random.random() < ISRC_SHARE else (),
    )


def _copy(random: Random, track: Track, title: str, apart_ms: int = 1_500) -> Track:
    return replace(
        track,
        title=title,
        album=random.choice(ALBUMS),
        duration_ms=(track.duration_ms or 0) + random.choice((0, 0, 40, apart_ms, MINUTE_MS // 3)),
        isrcs=track.isrcs if random.random() < ISRC_SHARE else (),
    )


def _question(asked: Track, tracks: list[Track]) -> Question:
    offered = (Candidate(ref=TrackRef("catalog", str(place)), track=track) for place, track in enumerate(tracks, 1))
    return Question(asked, tuple(offered))
