"""Scripts, and what they come to in Latin letters."""

import pytest

from service.matching.scripts import latin, scripts_of, share_no_script


@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("night bus", {"latin"}),
        ("søvnløs", {"latin"}),
        ("夜明け", {"han", "kana"}),
        ("ночь 2", {"cyrillic"}),
        ("1979", set()),
        ("÷", set()),
        ("ليل", {"arabic"}),
        ("夜 bus", {"han", "latin"}),
    ],
)
def test_scripts_are_told_by_letters(text: str, scripts: set[str]) -> None:
    """Figures and signs are of no script."""
    assert scripts_of(text) == scripts


@pytest.mark.parametrize(
    ("mine", "other", "apart"),
    [
        ("夜明け", "daybreak", True),
        ("夜 bus", "bus", False),
        ("1979", "夜", False),
        ("ночь", "ליל", True),
        ("a", "b", False),
    ],
)
def test_two_scripts_share_nothing_only_where_both_have_letters(mine: str, other: str, apart: bool) -> None:
    """A mixed title shares the script that both hold."""
    assert share_no_script(mine, other) is apart


def test_glides_have_one_letter() -> None:
    """Three ways to write one Russian word agree."""
    assert latin("ночнои") == latin("nochnoy") == latin("nochnoj")
