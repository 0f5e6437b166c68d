"""Parquet files, by pyarrow (the extra `parquet`)."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tracklink.tables.error import TableError
from tracklink.tables.table import OURS, Table

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError as error:
    raise TableError("Parquet needs pyarrow: pip install 'tracklink[parquet]'") from error


class ParquetTable(Table):
    """Columns keep their types; ours are text."""

    def __init__(self, path: Path) -> None:
        try:
            self._table = pq.read_table(path)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise TableError(f"{path} is no Parquet file: {str(error).splitlines()[0]}") from error
        self.headers = self._table.column_names
        self.rows = self._table.to_pylist()

    def write(self, path: Path, answers: Sequence[Mapping[str, str]]) -> None:
        """The table with our columns after its own."""
        table = self._table.drop_columns([header for header in self.headers if header.startswith(OURS)])
        for header in self.answer_headers(answers):
            cells = [answer.get(header.removeprefix(OURS)) for answer in answers]
            table = table.append_column(header, pa.array(cells, pa.string()))
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as written:
            try:
                pq.write_table(table, written.name)
                Path(written.name).replace(path)
            finally:
                Path(written.name).unlink(missing_ok=True)
