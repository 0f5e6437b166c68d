"""How titles, credits and releases are taken apart."""

import pytest

from service.matching.descriptors import read_descriptors
from service.matching.kind import Kind
from service.matching.numbers import canonical, read_numbers
from service.matching.prepare import read_title
from service.matching.release import read_release
from service.matching.segments import plain, plain_title, split
from tracklink.plugin import ReleaseKind


@pytest.mark.parametrize(
    ("written", "core", "brackets", "dashed"),
    [
        ("heroes", "heroes", (), ()),
        ("heroes - live (edit)", "heroes", ("edit",), ("live",)),
        ("(i can't) stay", "stay", ("i can't",), ()),
        ("stay [a (b) c]", "stay", ("a", "b", "c"), ()),
        ("stay (live", "stay", ("live",), ()),
        ("stay) now", "stay) now", (), ()),
        ("(live)", "(live)", (), ()),
        ("a-ha", "a-ha", (), ()),
        ("daybreak ~夜明け~", "daybreak", (), ("夜明け",)),
        ("夜明け -daybreak-", "夜明け", (), ("daybreak",)),
        ("【mv】 olga - bus", "olga", ("mv",), ("bus",)),
    ],
)
def test_a_title_is_cut(written: str, core: str, brackets: tuple[str, ...], dashed: tuple[str, ...]) -> None:
    """Brackets and dashes between blanks cut; an unclosed bracket runs to the end; nothing is never the core."""
    assert split(written) == (core, tuple(b for b in brackets if b), dashed)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Rock ’n’ Roll", "rock and roll"),
        ("You & I", "you and i"),
        ("MOTOMAMI +", "motomami +"),
        ('Stay (12" Mix)', "stay (12 inch mix)"),
        ("007-Stay", "stay"),
        ("03. Stay", "stay"),
        ("0012-Stay", "stay"),
        ("99 Problems", "99 problems"),
        ("50-50", "50-50"),
    ],
)
def test_a_title_is_written_plainly(written: str, title: str) -> None:
    """Joining words, inches and track numbers have one form."""
    assert plain_title(written) == title


def test_letters_lost_earlier_have_one_sign() -> None:
    """A replacement character, and its bytes read in another encoding."""
    assert plain("Noi\ufffd") == plain("Noi\u00ef\u00bf\u00bd") == "noi\ufffd"


@pytest.mark.parametrize(
    ("piece", "kinds", "who", "year"),
    [
        ("live", {Kind.LIVE}, set(), ""),
        ("live at the docks, 1994", {Kind.LIVE}, {"docks"}, "1994"),
        ("marta de la vey remix", {Kind.REMIX}, {"marta", "vey"}, ""),
        ("2012 - remaster", {Kind.MASTER}, set(), "2012"),
        ("2021 mix", {Kind.REMIX}, set(), "2021"),
        ("radio edit", {Kind.EDIT}, set(), ""),
        ("extended mix", {Kind.EXTENDED}, set(), ""),
        ("ida moll's version", {Kind.RERECORDING}, set(), ""),
        ("quayside version", {Kind.VERSION}, {"quayside"}, ""),
        ("original mix", {Kind.NEUTRAL}, set(), ""),
        ("official music video", {Kind.NEUTRAL}, set(), ""),
        ('from "the long road part 2"', {Kind.NEUTRAL}, set(), ""),
        ("karaoke version", {Kind.KARAOKE}, set(), ""),
        ("slowed + reverb", {Kind.SPEED}, set(), ""),
        ("spanish", {Kind.LANGUAGE}, {"spanish"}, ""),
        ("2021 stereo mix", {Kind.REMIX}, set(), "2021"),
        ("mono", {Kind.MASTER}, {"mono"}, ""),
        ("the long road ost", {Kind.NEUTRAL}, set(), ""),
        ("spanish guitar mix", {Kind.REMIX}, {"spanish", "guitar"}, ""),
        ("live acoustic", {Kind.LIVE, Kind.ACOUSTIC}, set(), ""),
    ],
)
def test_a_piece_is_understood(piece: str, kinds: set[Kind], who: set[str], year: str) -> None:
    """Kind, maker or place, and year of a version."""
    found = read_descriptors(piece)
    assert {descriptor.kind for descriptor in found} == kinds
    assert {word for descriptor in found for word in descriptor.who} == who
    assert {descriptor.year for descriptor in found} == {year}


@pytest.mark.parametrize(
    "piece", ["coming home", "alive", "discovery", "in the rain", "night bus hd", "spanish rain", "the clean-up"]
)
def test_a_second_half_is_no_version(piece: str) -> None:
    """Words inside words, and words that say nothing of the sound, make no version."""
    assert read_descriptors(piece) == ()


def test_a_title_is_understood_as_a_whole() -> None:
    """Guests, second halves, versions and numbers each have their place."""
    title = read_title("The River, Pt. II (Coming Home) [feat. Ida Moll & Vey] - Tomo K Remix", "2019 Remaster")
    assert title.core == "the river"
    assert title.subtitles == ("coming home",)
    assert title.featured == ("ida moll", "vey")
    assert {descriptor.kind for descriptor in title.descriptors} == {Kind.REMIX, Kind.MASTER}
    assert title.numbers == {("part", "2")}


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("the river, pt. 2", {("part", "2")}),
        ("the river (parts vi-ix)", {("part", "6-9")}),
        ("the river (parts 1 and 2)", {("part", "1-2")}),
        ("the river, part eight", {("part", "8")}),
        ("the river (часть 2)", {("part", "2")}),
        ("the river, 2nd movement", {("part", "2")}),
        ("the river: 2. satz", {("part", "2")}),
        ("交響曲第2番 第1楽章", {("part", "1")}),
        ("part of ida", set()),
        ("part. ida", set()),
        ("symphony no. 5 in c minor, op. 67: i. allegro", {("no", "5"), ("op", "67"), ("part", "1")}),
        ("suite, bwv1007 - 1. prelude", {("bwv", "1007"), ("part", "1")}),
        ("sonata kv. 331: iii. alla turca", {("k", "331"), ("part", "3")}),
        ("la traviata, act 1: follie", {("act", "1")}),
        ("i love you", set()),
        ("tell them, i will wait", set()),
        ("confession: i will wait", set()),
        ("quartet, i. adagio", {("part", "1")}),
        ("quartet, op. 5, i adagio", {("op", "5"), ("part", "1")}),
        ("quartet: ii adagio", {("part", "2")}),
        ("99 problems", set()),
    ],
)
def test_numbers_are_read_by_what_they_number(title: str, numbers: set[tuple[str, str]]) -> None:
    """Parts, movements, opus and catalogue numbers, in every spelling."""
    assert read_numbers(title) == numbers


def test_numerals_have_one_form() -> None:
    """Roman and spelled numerals are figures; a single letter is one only at the end."""
    assert canonical("rocky iv") == "rocky 4"
    assert canonical("jackson five") == "jackson 5"
    assert canonical("interlude i") == "interlude 1"
    assert canonical("i will") == "i will"
    assert canonical("suite volume ii") == "suite vol 2"


@pytest.mark.parametrize(
    ("title", "core", "subtitles", "featured"),
    [
        ("夜明け / Daybreak", "夜明け", ("daybreak",), ()),
        ("Harbour Lights / Night Bus", "harbour lights night bus", (), ()),
        ("Night Bus (part. Ida Moll)", "night bus", (), ("ida moll",)),
        ("Night Bus (com Ida Moll)", "night bus", (), ("ida moll",)),
        ("Night Bus (w/ Ida Moll)", "night bus", (), ("ida moll",)),
        ("Night Bus (при участии Иды Молл)", "night bus", (), ("иды молл",)),
        ("With the Tide", "with the tide", (), ()),
    ],
)
def test_guests_and_translations_are_told_apart(
    title: str, core: str, subtitles: tuple[str, ...], featured: tuple[str, ...]
) -> None:
    """Who joins in, in several languages; a slash between two scripts gives the title twice."""
    parts = read_title(title)
    assert (parts.core, parts.subtitles, parts.featured) == (core, subtitles, featured)


@pytest.mark.parametrize(
    ("title", "pattern"),
    [("F**k It", "f**k it"), ("F--k It", "f*k it"), ("Stay *", ""), ("On--Off", "on*off"), ("A-ha", "")],
)
def test_missing_letters_leave_a_pattern(title: str, pattern: str) -> None:
    """Stars or a run of dashes inside a word stand for letters."""
    assert read_title(title).pattern == pattern


@pytest.mark.parametrize(
    ("title", "symbols"), [("Comet ☆", ""), ("Motora +", "+"), ("Why?", ""), ("♥", ""), ("÷", "÷"), ("…Rain!", "")]
)
def test_ornaments_are_no_signs_of_a_title(title: str, symbols: str) -> None:
    """Stars and hearts adorn; a plus belongs to the title."""
    assert read_title(title).symbols == symbols


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Prelude in C# Minor", "prelude in c sharp minor"),
        ("Waltz in Eb major", "waltz in e flat major"),
        ("Walzer in Es-Dur", "walzer in e flat major"),
        ("Fuge in h-Moll", "fuge in b minor"),
        ("A Minor Affair", "a minor affair"),
    ],
)
def test_a_key_has_one_spelling(written: str, title: str) -> None:
    """In English words, whether German or with signs."""
    assert plain_title(written) == title


@pytest.mark.parametrize(
    ("album", "title", "kinds"),
    [
        ("Quayside (Deluxe Edition) [2011 Remaster]", "quayside", set()),
        ("Quayside - EP", "quayside", set()),
        ("Quayside (Live)", "quayside", {Kind.LIVE}),
        ("Live at the Docks", "live at the docks", {Kind.LIVE}),
        ("Alive", "alive", set()),
        ("MTV Unplugged", "mtv unplugged", {Kind.LIVE}),
    ],
)
def test_a_release_tells_of_its_tracks(album: str, title: str, kinds: set[Kind]) -> None:
    """Edition words are no part of its title; a live release says so."""
    release = read_release(album)
    assert (release.title, release.kinds) == (title, kinds)


def test_a_stated_kind_of_release_is_believed() -> None:
    """A provider that calls a release live need not have it in the title."""
    assert read_release("Quayside", ReleaseKind.LIVE).kinds == {Kind.LIVE}
