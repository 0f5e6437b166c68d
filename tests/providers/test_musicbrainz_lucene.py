import re

from hypothesis import given
from hypothesis import strategies as st

from providers.musicbrainz.lucene import near, on_releases, with_barcode
from tracklink.plugin import Track


def test_title_alias_and_artist_are_asked_for() -> None:
    """A phrase counts most, then the words of it."""
    query = near(Track(title="Low Tide", artists=("Polder Choir",)))

    assert 'recording:"low tide"^3' in query
    assert "alias:(low OR tide)" in query
    assert 'artist:"polder choir"^2' in query


def test_every_clause_may_fail() -> None:
    """A length is a boost, never a filter: it stands beside the other clauses, as album and version do."""
    query = near(Track(title="Tide", album="Low", version="live", duration_ms=3_000))

    assert query.endswith(" OR release:(low) OR comment:(live) OR dur:[0 TO 8000]")


def test_operators_are_words() -> None:
    """`Love AND Hate`, `(Not) "Mine"` and `AC/DC` are asked for as they are written."""
    query = near(Track(title='(NOT) "Mine" AND', artists=("AC/DC",)))

    assert r'recording:"\(not\) \"mine\" and"^3' in query
    assert r"artist:(ac\/dc)" in query


def test_any_script_is_asked_for_as_it_is() -> None:
    """Nothing is transliterated."""
    assert "recording:(灯台 OR маяк)^2" in near(Track(title="灯台 Маяк"))


def test_nothing_stated_asks_nothing() -> None:
    """An album alone does not lead to a recording."""
    assert near(Track(title=" ", artists=("",), album="Low")) == ""


@given(st.text(), st.text())
def test_no_text_breaks_out_of_its_clause(title: str, artist: str) -> None:
    """Every special character of a text is escaped, so that brackets, quotes and colons are ours alone."""
    plain = re.sub(r"\\.", "", near(Track(title=title, artists=(artist,))), flags=re.DOTALL)
    clauses = re.sub(r'"[^"]*"|\([^()]*\)', "", plain)

    assert re.fullmatch(r"(?:(?:recording|alias|artist):(?:\^[23])?(?: OR |$))*", clauses)


def test_a_barcode_is_asked_for_with_and_without_zeros() -> None:
    """Editors type it as it is printed, and canonical ones have no zeros in front."""
    assert with_barcode("36000291452") == "barcode:(36000291452 OR 036000291452 OR 0036000291452 OR 00036000291452)"
    assert on_releases(["a", "b"]) == "reid:(a OR b)"
