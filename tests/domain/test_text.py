import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import LIMIT, fold, romanise


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Beyoncé – HALO!", "beyonce halo"),
        ("Don’t Stop", "dont stop"),
        ("Don´t Stop", "dont stop"),
        ("  a \t b  ", "a b"),
        ("ＡＢＣ", "abc"),
        ("Straße", "strasse"),
        ("÷", "÷"),
        ("!!!", "!!!"),
        ("( ", "("),
        ("", ""),
        ("   ", ""),
        ("夜に駆ける", "夜に駆ける"),
        ("ガラス", "ガラス"),
        ("Й", "и"),
    ],
)
def test_folding_keeps_what_two_spellings_share(written: str, folded: str) -> None:
    """Case, accents, punctuation and width go; letters of every script stay; signs alone are kept."""
    assert fold(written) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded text is its own folding."""
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_the_unicode_form_does_not_matter(text: str) -> None:
    """Composed and decomposed text fold alike."""
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=60))
def test_case_and_blanks_do_not_matter(text: str) -> None:
    """Case and further blanks between words change nothing."""
    spaced = "  ".join(["", *text.split(" "), ""])
    assert fold(spaced) == fold(text)
    assert fold(text.upper().lower()) == fold(text.lower())


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.strip()))
def test_only_blank_text_folds_to_nothing(text: str) -> None:
    """Whatever has a visible sign keeps one."""
    assert fold(text) != "" or not text.split()


@pytest.mark.parametrize("flood", ["a" + "\u0301\u0316" * 50_000, "word " * 20_000, "\ufdfa" * 20_000, " " * 100_000])
def test_a_flood_is_cut_to_the_limit(flood: str) -> None:
    """Folding is bounded whatever is sent."""
    assert len(fold(flood)) <= LIMIT
    assert fold(fold(flood)) == fold(flood)


def test_romanising_is_an_additional_key() -> None:
    """Latin text has no romanised form; other scripts have one in Latin letters."""
    assert romanise("Heroes") == ""
    assert romanise("Beyoncé") == ""
    assert romanise("Группа крови") == "gruppa krovi"
    assert romanise("÷").isascii()
