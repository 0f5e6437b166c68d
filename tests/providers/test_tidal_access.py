from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from providers.tidal.access import Access, Token
from tracklink.plugin import ProviderUnavailable


def numbered(lifetime_seconds: float) -> Iterator[Token]:
    """Tokens as they are handed out."""
    return (Token(f"token-{number}", lifetime_seconds) for number in range(1, 100))


def test_a_token_is_asked_for_once_while_it_is_good() -> None:
    """Two minutes are more than the minute before its end."""
    access = Access(numbered(120).__next__)

    assert [access.token() for _ in range(3)] == [("token-1", True), ("token-1", False), ("token-1", False)]


def test_a_token_in_its_last_minute_is_renewed() -> None:
    """It could run out on its way."""
    access = Access(numbered(60).__next__)

    assert [access.token()[0] for _ in range(3)] == ["token-1", "token-2", "token-3"]


def test_a_rejected_token_is_renewed_once_for_all_who_hold_it() -> None:
    """Who comes second with the same one gets the new one."""
    access = Access(numbered(86_400).__next__)
    held, _ = access.token()

    assert [access.token(rejected=held)[0] for _ in range(8)] == ["token-2"] * 8
    assert access.token() == ("token-2", False)


def test_those_who_wait_for_a_token_share_the_failure_and_the_next_one_asks_again() -> None:
    """Else eight threads would each wait for a time-out of their own, one after the other."""
    eight = Barrier(8)
    asked = 0

    def ask() -> Token:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise ProviderUnavailable("tidal", "nobody at the door")
        return Token("token", 86_400)

    access = Access(ask)

    def call(_: int) -> str:
        eight.wait()
        try:
            return access.token()[0]
        except ProviderUnavailable as failure:
            return str(failure)

    with ThreadPoolExecutor(8) as threads:
        answers = set(threads.map(call, range(8)))

    assert "nobody at the door" in answers
    assert access.token()[0] == "token"
    assert asked <= 2


def test_a_failure_is_not_kept() -> None:
    """The call after it asks anew."""
    failures = iter([ProviderUnavailable("tidal", "first"), ProviderUnavailable("tidal", "second")])

    def ask() -> Token:
        raise next(failures)

    access = Access(ask)
    for message in ("first", "second"):
        with pytest.raises(ProviderUnavailable, match=message):
            access.token()
