import json
from functools import partial

import pytest

from providers.json_field import decoded, flag, mapping, mappings, read, text, texts, whole_number


def test_a_text_can_be_stored() -> None:
    """Control characters and halves of surrogate pairs, which JSON can escape, become blanks."""
    assert text(" Mira\x00Vale\ud83d\n") == "Mira Vale"
    assert [text(field) for field in ("", " ", "\x00", None, 7, ["Mira"])] == [None] * 6


@pytest.mark.parametrize("field", [0, -1, True, 1.0, "7", None, 2**31, float("inf")])
def test_what_is_no_number_from_one_on_is_not_stated(field: object) -> None:
    """Services say 0 for what they do not know; numbers travel on as 32-bit integers."""
    assert whole_number(field) is None
    assert whole_number(2**31 - 1) == 2**31 - 1


def test_what_has_another_type_counts_as_empty() -> None:
    """Nothing raises."""
    assert [flag(field) for field in (True, False, 1, "true", None)] == [True, False, None, None, None]
    assert mapping({"a": 1}) == {"a": 1}
    assert mapping([]) == mapping(None) == mapping("a") == {}
    assert list(mappings([{"a": 1}, None, 7, []])) == [{"a": 1}]
    assert list(mappings({"a": 1})) == []
    assert texts(["Mira Vale", None, "", "Tom Keel", "Mira Vale"]) == ("Mira Vale", "Tom Keel")


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff", b"[]", b"[" * 100_000])
def test_a_body_that_is_no_json_object_counts_as_empty(body: bytes) -> None:
    """Neither what is not JSON raises, nor what is not text, nor what is nested without end."""
    assert decoded(partial(json.loads, body)) == {}
    assert decoded(partial(json.loads, b'{"a": 1}')) == {"a": 1}


def test_a_reader_that_refuses_leaves_the_field_unset() -> None:
    """It is never given anything but a text."""

    def doubled(stated: str) -> str:
        if stated == "no":
            raise ValueError
        return stated * 2

    assert [read(doubled, field) for field in ("ab", "no", "", 7, None)] == ["abab", None, None, None, None]
