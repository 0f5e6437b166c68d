import pytest

from service.sentence import sentence


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("the titles are equal", "The titles are equal."),
        ("Postgres does not answer.", "Postgres does not answer."),
        ('"Heroes" is the nearest', '"Heroes" is the nearest.'),
    ],
)
def test_every_reason_is_a_sentence(text: str, told: str) -> None:
    """A capital at its head, a stop at its end, once."""
    assert sentence(text) == told
