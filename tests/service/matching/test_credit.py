"""How credits are taken apart into names."""

import pytest

from service.matching.credit import abbreviates, read_joined, read_names


@pytest.mark.parametrize(
    "credit",
    [
        "Olga & Ida", "Olga x Ida", "Olga × Ida", "Olga vs. Ida", "Olga con Ida", "Olga com Ida", "Olga mit Ida",
        "Olga avec Ida", "Olga y Ida", "Olga e Ida", "Olga et Ida", "Olga und Ida", "Olga og Ida", "Olga och Ida",
        "Olga i Ida", "Olga en Ida", "Olga и Ida", "Olga та Ida", "Olga, Ida", "Olga; Ida", "Olga / Ida", "Olga + Ida",
        "Olga、Ida", "Olga・Ida", "Olga presents Ida", "Olga feat. Ida", "Olga (ft. Ida)",
    ],
)  # fmt: skip
def test_joining_words_are_known_in_many_languages(credit: str) -> None:
    """Each of them may part two names."""
    assert read_joined([credit]) == ("ida", "olga")


@pytest.mark.parametrize(
    ("mine", "other", "abbreviated"),
    [
        ("m vey", "marta vey", True),
        ("marta vey", "marta v", True),
        ("t vey", "marta vey", False),
        ("m", "marta", False),
        ("m v", "marta vey", False),
    ],
)
def test_an_initial_stands_for_a_name(mine: str, other: str, abbreviated: bool) -> None:
    """Where the rest of the name is written out."""
    assert abbreviates(mine, other) is abbreviated


def test_a_joining_sign_inside_a_name_is_kept() -> None:
    """The Chinese "and" parts names of two signs or more; the whole name is known beside its parts."""
    assert set(read_joined(["灯台和小船"])) == {"灯台", "小船"}
    assert read_joined(["和田"]) == ("和田",)
    assert read_names(["Salt, Pepper & Rust"]) == ("salt pepper rust",)


def test_a_credit_is_read_whole_and_in_parts() -> None:
    """A band's own comma and ampersand stay in its name, and its parts are known too; guests are cut off."""
    assert read_names(["Earth, Wind & Fire"]) == ("earth wind fire",)
    assert set(read_joined(["Simon & Garfunkel"])) == {"simon", "garfunkel"}
    assert set(read_names(["Olga Brandt feat. Ida Moll"])) == {"olga brandt", "ida moll"}
    assert read_names(["The Who"]) == ("who",)
    assert read_names(["The The"]) == ("the",)
    assert read_names(["ryo (supercell)"]) == ("ryo",)
    assert read_names(["", "  "]) == ()
