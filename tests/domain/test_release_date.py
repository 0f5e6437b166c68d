import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.release_date import read_release_date


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("1979", "1979"),
        ("1979-11", "1979-11"),
        ("1979-11-30", "1979-11-30"),
        (" 1979-1-3 ", "1979-01-03"),
        ("1979-11-30T00:00:00Z", "1979-11-30"),
        ("1979-11-30 00:00:00", "1979-11-30"),
        ("19791130", "1979-11-30"),
        ("1979/11/30", "1979-11-30"),
    ],
)
def test_iso_forms_keep_what_they_state(stated: str, read: str) -> None:
    """An ISO date is kept as far as it goes, without its time of day."""
    assert read_release_date(stated) == read


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("25/12/1999", "1999-12-25"),
        ("12/25/1999", "1999-12-25"),
        ("25.12.1999", "1999-12-25"),
        ("5/5/1999", "1999-05-05"),
        ("03/04/1999", "1999"),
    ],
)
def test_day_and_month_are_read_in_one_way_only(stated: str, read: str) -> None:
    """Where day and month could change places the year alone is certain."""
    assert read_release_date(stated) == read


@pytest.mark.parametrize("stated", ["1999-02-30", "1999-13", "1999-00-00", "31/02/1999", "99/99/1999", "1999-11-00"])
def test_an_impossible_day_leaves_the_year(stated: str) -> None:
    """A date that never was still names its year."""
    assert read_release_date(stated) == "1999"


@pytest.mark.parametrize(
    "stated", ["", "0000", "0000-00-00", "9999-12-31", "25/12/99", "79", "May 1979", "1979-11-30x"]
)
def test_without_a_certain_year_nothing_is_read(stated: str) -> None:
    """Two-digit years, years without records and other texts are no dates."""
    with pytest.raises(ValueError, match=r"date|year"):
        read_release_date(stated)


@given(st.text() | st.from_regex(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}"))
def test_every_text_is_read_or_refused(stated: str) -> None:
    """What is read is read again as itself; everything else is a ValueError."""
    try:
        read = read_release_date(stated)
    except ValueError:
        return
    assert read_release_date(read) == read
