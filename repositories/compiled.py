"""A statement that SQLAlchemy builds once, for psycopg to run many times."""

from typing import Any, Final

from sqlalchemy import Select, UpdateBase
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

_DIALECT: Final = PGDialect_psycopg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]  # the library leaves it so


class Compiled:
    """The text of a statement with numbered places, and what stands in each."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | UpdateBase) -> None:
        compiled = statement.compile(dialect=_DIALECT)
        self.text: Final = str(compiled)
        self._names: Final = tuple(compiled.positiontup or ())
        self._stated: Final = {name: value for name, value in compiled.params.items() if value is not None}
        """Values that the statement itself states."""

    def values(self, **bound: object) -> list[object]:
        """What is bound by name, in the order of the places."""
        values = self._stated | bound
        return [values[name] for name in self._names]
