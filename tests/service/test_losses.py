from service.losses import Losses


def test_five_within_a_minute_are_too_many() -> None:
    """However many came before, further apart."""
    every_twenty, at_once = range(0, 600, 20), range(800, 805)
    times = iter([*every_twenty, *at_once])
    losses = Losses(lambda: next(times))

    assert [losses.are_too_many() for _ in every_twenty] == [False] * 30
    assert [losses.are_too_many() for _ in at_once] == [False] * 4 + [True]
