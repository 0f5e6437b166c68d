"""Giving rows what they claim, each thing once, so that the sum of the weights is greatest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

Weights = Sequence[Mapping[int, int]]
"""For each row the things that it claims, each with a positive weight."""
EFFORT = 10_000_000
"""Claims that are looked at, several seconds; five thousand rows with twenty-five claims each at random need fewer."""


def allot(weights: Weights) -> list[int | None]:
    """What each row gets, None where others' claims leave nothing for it.

    Exact: every row in turn takes the cheapest path of exchanges, the shortest in prices at which nobody would rather
    have another thing (the Hungarian method on sparse rows). Only what a row's claims lead to is looked at. Once EFFORT
    is spent, as when thousands want the same in the same order, later rows take the best of what is left.
    """
    state = _Allotment(weights)
    for row in range(len(weights)):
        if state.effort < EFFORT:
            state.seat(row)
        else:
            state.seat_last(row)
    return state.given


@dataclass(slots=True)
class _Path:
    """A search for the cheapest exchange that makes room for a row."""

    costs: dict[int, int] = field(default_factory=dict)
    """Of each thing reached."""
    takers: dict[int, int] = field(default_factory=dict)
    """The row that would take it."""
    passed: dict[int, int] = field(default_factory=dict)
    """Rows that would exchange, with the cost up to them."""
    done: set[int] = field(default_factory=set)


class _Allotment:
    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self.given: list[int | None] = [None] * len(weights)
        self.effort = 0
        """Claims looked at."""
        self._holders: dict[int, int] = {}
        self._prices: dict[int, int] = {}
        self._profits = [0] * len(weights)

    def seat(self, newcomer: int) -> None:
        """Give the row its thing, by exchanges along the cheapest path."""
        offers = self._weights[newcomer].items()
        self._profits[newcomer] = max([0, *(weight - self._prices.get(thing, 0) for thing, weight in offers)])
        path = _Path()
        loser, thing, least = self._search(newcomer, path)
        self._reprice(path, least)
        self._exchange(path, newcomer, loser, thing)

    def seat_last(self, newcomer: int) -> None:
        """Give the row the best thing that nobody holds, without exchanges."""
        free = [(weight, -thing) for thing, weight in self._weights[newcomer].items() if thing not in self._holders]
        if free:
            self.given[newcomer] = -max(free)[1]
            self._holders[-max(free)[1]] = newcomer

    def _search(self, newcomer: int, path: _Path) -> tuple[int, int | None, int]:
        """The row at the end of the path, the free thing that it takes (None: it goes without), and the cost."""
        row, cost = newcomer, 0
        loser, least = newcomer, self._profits[newcomer]
        queue: list[tuple[int, int]] = []
        while True:
            path.passed[row] = cost
            if cost + self._profits[row] < least:
                loser, least = row, cost + self._profits[row]
            self._reach(row, cost, path, queue)
            while queue and queue[0][1] in path.done:
                heappop(queue)
            if not queue or queue[0][0] > least:
                return loser, None, least
            cost, thing = heappop(queue)
            if thing not in self._holders:
                return path.takers[thing], thing, cost
            path.done.add(thing)
            row = self._holders[thing]

    def _reach(self, row: int, cost: int, path: _Path, queue: list[tuple[int, int]]) -> None:
        base = cost + self._profits[row]
        self.effort += len(self._weights[row])
        for thing, weight in self._weights[row].items():
            through = base - weight + self._prices.get(thing, 0)
            if thing not in path.done and through < path.costs.get(thing, through + 1):
                path.costs[thing], path.takers[thing] = through, row
                heappush(queue, (through, thing))

    def _reprice(self, path: _Path, least: int) -> None:
        for row, cost in path.passed.items():
            self._profits[row] -= least - cost
        for thing in path.done:
            self._prices[thing] = self._prices.get(thing, 0) + least - path.costs[thing]

    def _exchange(self, path: _Path, newcomer: int, row: int, thing: int | None) -> None:
        while True:
            left, self.given[row] = self.given[row], thing
            if thing is not None:
                self._holders[thing] = row
            if row == newcomer or left is None:
                return
            thing, row = left, path.takers[left]
