"""Made-up tracks in the shape of a real catalogue: the same number gives the same track, in any order, on any machine.

The shape follows a real catalogue of 71,479 tracks: how often words, titles and artists repeat, how long they are, how
many titles end in a version or name a guest, how many rows are a copy of another, how durations spread.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate
from random import Random

from benchmarks.made_words import accented, cyrillic, drawn
from tracklink.plugin import Track

TITLE_LENGTHS = tuple(accumulate((24, 28, 18, 12, 8, 4, 3, 1, 1, 1)))
ARTIST_LENGTHS = tuple(accumulate((28, 54, 11, 4, 2, 1)))
"""How many of a hundred have one, two, three, ... words; cumulated."""
COMMON_TITLES = [
    "Intro",
    "Love",
    "Home",
    "Interlude",
    "Outro",
    "Angel",
    "Hold On",
    "Stay",
    "Heaven",
    "Alone",
    "Gone",
    "Runaway",
    "Forever",
    "Without You",
    "Crazy",
    "Fire",
    "Paradise",
    "Tonight",
    "Falling",
    "Wonderland",
    "Silent Night",
    "Sunday",
    "Hero",
    "Smile",
    "Breathe",
    "Dreams",
    "Closer",
    "Sunrise",
    "Lost",
    "Hurt",
    "Rain",
    "Untitled",
    "White Christmas",
    "Summertime",
    "Freedom",
    "Magic",
    "Believe",
    "Shine",
    "Time",
    "Beautiful",
    "Hallelujah",
    "Prelude",
    "Nocturne",
    "Blue",
    "Alive",
]
VERSIONS = [
    " - Live",
    " - Remastered",
    " - 2011 Remaster",
    " - Remastered 2009",
    " - Radio Edit",
    " - Acoustic",
    " - Single Version",
    " - Demo",
    " (Live)",
    " (Remix)",
    " (Acoustic)",
    " (Remastered)",
    " (Live at the Apollo)",
    " (Instrumental)",
    " (Extended Mix)",
    " (Album Version)",
]
ARTIST_SKEW = 2.5
"""Of A artists the r-th has a share in proportion to r to the power of 1 / skew - 1."""
ARTIST_SEED = 2**40
COPY_SHARE, COVER_SHARE, COMMON_SHARE = 0.08, 0.03, 0.01
VERSION_SHARE, REMIX_SHARE, GUEST_SHARE, SECOND_ARTIST_SHARE = 0.10, 0.03, 0.045, 0.09
ACCENT_SHARE, CYRILLIC_SHARE, ISRC_SHARE, NO_DURATION_SHARE = 0.035, 0.01, 0.3, 0.06


@dataclass(frozen=True, slots=True)
class MadeCatalogue:
    """A catalogue of `size` tracks, numbered from 0."""

    size: int

    @property
    def artists(self) -> int:
        """How many artists there are to draw from."""
        return max(1, round(1.1 * self.size**0.88))

    @property
    def vocabulary(self) -> int:
        """How many words there are to draw from."""
        return round(340 * self.size**0.5) + 100

    def id(self, number: int) -> str:
        """An id without an order of its own, 22 characters like a service's."""
        return blake2b(b"%d" % number, digest_size=11).hexdigest()

    def track(self, number: int) -> Track:
        """The track of a number."""
        random = Random(number)  # noqa: S311  made-up tracks are no secret
        if number and random.random() < COPY_SHARE:
            return self._copy(random, self.track(random.randrange(number)))
        artist = self._artist(random)
        artists = (artist, self._artist(random)) if random.random() < SECOND_ARTIST_SHARE else (artist,)
        return Track(
            title=self._title(random, number),
            artists=artists,
            album=self._words(random, TITLE_LENGTHS),
            duration_ms=_duration_ms(random),
            isrcs=(f"QZMDE{number % 10_000_000:07d}",) if random.random() < ISRC_SHARE else (),
            track_number=random.randint(1, 20),
            release_date=f"{1_960 + int(64 * random.random() ** 0.5)}-{random.randint(1, 12):02d}",
        )

    def _copy(self, random: Random, track: Track) -> Track:
        """The recording on another release."""
        shift_ms = random.randint(-900, 900) if track.duration_ms else 0
        return Track(
            title=track.title,
            artists=track.artists,
            album=self._words(random, TITLE_LENGTHS),
            duration_ms=track.duration_ms and max(1_000, track.duration_ms + shift_ms),
        )

    def _artist(self, random: Random) -> str:
        own = Random(ARTIST_SEED + int(self.artists * random.random() ** ARTIST_SKEW))  # noqa: S311  likewise
        name = self._words(own, ARTIST_LENGTHS, 0.3)
        return f"The {name}" if own.random() < 0.07 else name  # noqa: PLR2004  the share of bands with an article

    def _title(self, random: Random, number: int) -> str:
        chance = random.random()
        if chance < COMMON_SHARE:
            base = COMMON_TITLES[int(len(COMMON_TITLES) * random.random() ** 2)]
        elif number and chance < COMMON_SHARE + COVER_SHARE:
            base = self.track(random.randrange(number)).title.partition(" (")[0].partition(" - ")[0]
        else:
            base = _scripted(random, self._words(random, TITLE_LENGTHS))
        return base + self._suffix(random)

    def _suffix(self, random: Random) -> str:
        chance = random.random()
        for share, suffix in (
            (VERSION_SHARE, lambda: random.choice(VERSIONS)),
            (REMIX_SHARE, lambda: f" ({self._artist(random)} Remix)"),
            (GUEST_SHARE, lambda: f" (feat. {self._artist(random)})"),
        ):
            if chance < share:
                return suffix()
            chance -= share
        return ""

    def _words(self, random: Random, lengths: tuple[int, ...], commonest: float = 0.0) -> str:
        count = 1 + random.choices(range(len(lengths)), cum_weights=lengths)[0]
        head = max(commonest, 0.4) if count == 1 else commonest
        return " ".join(drawn(random, self.vocabulary, head) for _ in range(count)).title()


def _scripted(random: Random, title: str) -> str:
    chance = random.random()
    write: Callable[[str], str] = (
        cyrillic if chance < CYRILLIC_SHARE else accented if chance < CYRILLIC_SHARE + ACCENT_SHARE else str
    )
    return write(title)


def _duration_ms(random: Random) -> int | None:
    if random.random() < NO_DURATION_SHARE:
        return None
    return max(20_000, round(217_000 * random.lognormvariate(0, 0.38)))
