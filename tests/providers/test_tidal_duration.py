import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.tidal.duration import read_duration_ms


@pytest.mark.parametrize(
    ("text", "duration_ms"),
    [
        ("PT4M26S", 266_000),
        ("PT3M", 180_000),
        ("PT2H16S", 7_216_000),
        ("PT59S", 59_000),
        ("PT1H", 3_600_000),
        ("PT3M25.5S", 205_500),
        ("PT3M25,25S", 205_250),
        ("PT0.9996S", 1_000),
        (" pt90s ", 90_000),
    ],
)
def test_parts_may_be_missing_and_seconds_may_have_a_fraction(text: str, duration_ms: int) -> None:
    """Tidal leaves out what is zero; ISO 8601 allows a comma for the point."""
    assert read_duration_ms(text) == duration_ms


@pytest.mark.parametrize(
    "text", ["", "PT", "P", "PT0S", "4:26", "266", "P1Y", "P1DT1S", "PT-3M", "PTS", "PT1M3", "PT٣M"]
)
def test_what_states_no_length_is_refused(text: str) -> None:
    """Nothing, zero, other forms, and lengths that no track has."""
    with pytest.raises(ValueError, match="not a length of time"):
        read_duration_ms(text)


@given(st.integers(0, 99), st.integers(0, 59), st.integers(1, 59))
def test_a_length_is_the_sum_of_its_parts(hours: int, minutes: int, seconds: int) -> None:
    """In milliseconds that fit into 32 bits."""
    duration_ms = read_duration_ms(f"PT{hours}H{minutes}M{seconds}S")

    assert duration_ms == ((hours * 60 + minutes) * 60 + seconds) * 1_000
    assert duration_ms < 2**31


@given(st.text(alphabet="PTHMS0123456789.,-", max_size=40))
def test_any_text_gives_a_length_that_fits_or_a_value_error(text: str) -> None:
    """Whatever a service may write."""
    try:
        duration_ms = read_duration_ms(text)
    except ValueError:
        return
    assert 0 < duration_ms < 2**31
