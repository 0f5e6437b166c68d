import json

import pytest

from tests.tracklink.conftest import RunCli
from tests.tracklink.sample_server import SampleServicer, match_of
from tracklink.client import FindReplacementResponse, LinkTrackRequest


def test_link_shows_what_was_asked_beside_what_was_found(tracklink: RunCli) -> None:
    """A row for the question, a row for the answer with verdict, confidence, source and evidence; exit 0."""
    ended = tracklink("link", "--title", "Kissenschlacht", "--artist", "Die Nachtkästchen", "--duration-ms", "185000")
    _, asked, found, _ = ended.out.splitlines()

    assert ended.code == 0
    assert asked.split("  ")[-1] == "Kissenschlacht · Die Nachtkästchen · 3:05"
    assert "linked · same recording · 97.0% sure · from cache" in found
    assert "Kissenschlacht · Die Nachtkästchen · Zimmer frei, 3:05 · catalog:17" in found
    assert "+ title: equal after folding" in found


def test_link_shows_why_nothing_was_taken(tracklink: RunCli) -> None:
    """Ambiguous and near answers come with their reason and the candidates refused; exit 1, and said."""
    ended = tracklink("link", "--title", "夜の枕")

    assert ended.code == 1
    assert "two recordings stand 0.02 apart: a duration would decide" in ended.out
    assert "veto: version: live only on the offered side" in ended.out
    assert ended.err == "tracklink: no provider has this track for sure\n"


def test_columns_line_up_below_wide_characters(tracklink: RunCli) -> None:
    """A title of double-width characters takes two cells a character: the last column starts in the same cell."""
    lines = tracklink("link", "--title", "夜の枕").out.splitlines()
    starts = {line.index("WHY") if "WHY" in line else line.index("+ title") + 3 for line in lines[:1] + lines[3:5]}

    assert len(starts) == 1


def test_every_flag_reaches_the_request(tracklink: RunCli, servicer: SampleServicer) -> None:
    """What is typed is what is asked."""
    line = (
        "link --title T --artist A --artist B --album L --duration-ms 9 --isrc QZABC2400001 --mbid M --ref deezer:5 "
        "--url https://deezer.test/5 --track-number 3 --release-date 1979 --market de --provider catalog "
        "--min-confidence 0.9 --refresh"
    )
    tracklink(*line.split())
    asked = servicer.asked[0]

    assert isinstance(asked, LinkTrackRequest)
    assert list(asked.track.artists) == ["A", "B"]
    assert (asked.track.refs[0].provider, asked.track.refs[0].id) == ("deezer", "5")
    assert (asked.track.track_number, asked.track.release_date, asked.market) == (3, "1979", "DE")
    assert (asked.min_confidence, asked.cache) == (0.9, LinkTrackRequest.CACHE_REFRESH)
    assert (list(asked.urls), list(asked.providers)) == (["https://deezer.test/5"], ["catalog"])


def test_json_is_the_canonical_form(tracklink: RunCli) -> None:
    """Names in lowerCamelCase, fields at their default printed, printed also when nothing was found."""
    ended = tracklink("link", "--title", "Nirgends", "--json")
    link = json.loads(ended.out)["links"][0]

    assert ended.code == 1
    assert (link["outcome"], link["fromCache"], link["alternatives"]) == ("OUTCOME_NOT_IN_CATALOG", False, [])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--isrc", "short"], "tracklink: --isrc: an ISRC has twelve characters: write it as QZABC2400001\n"),
        (["--title", "T", "--market", "XX"], "tracklink: --market: XX is no country: write an ISO 3166-1 alpha-2"),
        (["--title", "T", "--ref", "deezer"], "'deezer' is no PROVIDER:ID"),
        (["--title", "T", "--refresh", "--cached-only"], "it goes against --refresh"),
        (["--duration-ms", "long"], "--duration-ms"),
        (["--duration-ms", "99999999999"], "--duration-ms"),
        (["--title", "\udcff"], "--title"),
        (["--server", "nowhere"], "'nowhere' is no server address"),
    ],
)
def test_wrong_use_names_the_flag(tracklink: RunCli, arguments: list[str], sentence: str) -> None:
    """Bad input ends with exit 2 and a sentence with the flag, whoever found it, and nothing on stdout."""
    ended = tracklink("link", *arguments)

    assert (ended.code, ended.out) == (2, "")
    assert sentence in ended.err
    assert "Traceback" not in ended.err


def test_a_missing_server_is_a_sentence(tracklink: RunCli) -> None:
    """The flag after the command goes before the environment, and before the flag in front of it."""
    ended = tracklink("--server", "127.0.0.1:2", "providers", "--server", "127.0.0.1:1")

    assert ended.code == 1
    assert ended.err.startswith("tracklink: no server answers at 127.0.0.1:1: start one with `make serve`")


def test_a_defect_and_a_deadline_are_sentences(tracklink: RunCli) -> None:
    """Errors of the server end with exit 1 and one line."""
    defect = tracklink("link", "--title", "Defect")
    late = tracklink("--timeout-seconds", "0.05", "link", "--title", "Endless")

    assert (defect.code, defect.err) == (1, "tracklink: a defect of the server (call c0ffee in the server's log)\n")
    assert (late.code, late.err.count("\n")) == (1, 1)


def test_replace(tracklink: RunCli, servicer: SampleServicer) -> None:
    """The dead track, its replacement, then the candidates not taken; exit 0."""
    taken, other = match_of("9", "Bett"), match_of("8", "Bett - live", verdict="OTHER_VERSION", confidence=0.03)
    servicer.replacements["5"] = [
        FindReplacementResponse(outcome=1, replacement=taken, candidates=[taken, other], reason="same ISRC")
    ]
    ended = tracklink("replace", "--provider", "catalog", "--id", "5", "--title", "Bett", "--allow-version", "live")
    _, gone, found, refused = ended.out.splitlines()

    assert ended.code == 0
    assert gone.split() == ["gone", "Bett", "·", "catalog:5"]
    assert "replaced · same recording · 97.0% sure" in found
    assert "same ISRC · + title: equal after folding" in found
    assert refused.startswith("not taken · other version · 3.0% sure")


def test_replace_without_an_answer(tracklink: RunCli) -> None:
    """Nothing sure is exit 1, with the reason on stdout."""
    ended = tracklink("replace", "--provider", "catalog", "--id", "5")

    assert ended.code == 1
    assert "nothing near is playable on catalog" in ended.out


def test_providers(tracklink: RunCli) -> None:
    """Each provider with its state, what it lacks, its quota; values of a newer server do not hurt."""
    ended = tracklink("providers")

    assert ended.code == 0
    assert "lacks SPOTIFY_CLIENT_ID, SPOTIFY_CLIENT_SECRET · circuit open" in ended.out
    assert "7 at once now, 100 in 30 s" in ended.out


def test_control_characters_of_a_provider_do_nothing(tracklink: RunCli, servicer: SampleServicer) -> None:
    """A title cannot colour the terminal, nor break a row in two."""
    servicer.links["Kissenschlacht"].links[0].match.track.title = "[red]\x1b[31mA\nB"
    ended = tracklink("link", "--title", "Kissenschlacht")

    assert "[red] [31mA B" in ended.out


def test_version_and_help(tracklink: RunCli) -> None:
    """--version and --help answer without a server."""
    assert tracklink("--version").out.startswith("tracklink 0.")
    assert "repair" in tracklink("--help").out
