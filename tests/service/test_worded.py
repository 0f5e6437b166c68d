from service.worded import MOST_WORDED, Worded


def test_a_question_is_worded_once() -> None:
    """Its newest words are taken with the first answer."""
    worded = Worded[str]()
    worded.note("q", b"old")
    worded.note("q", b"new")

    assert (worded.take("q"), worded.take("q")) == (b"new", None)


def test_rows_in_error_leave_nothing_behind_for_long() -> None:
    """A stream whose every row fails holds no more words than rows can be open."""
    worded = Worded[int]()
    for number in range(5 * MOST_WORDED):
        worded.note(number, b"request")

    assert len(worded) == MOST_WORDED
    assert worded.take(5 * MOST_WORDED - 1) == b"request"
