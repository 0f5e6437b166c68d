"""Parquet files, by pyarrow (the extra `parquet`)."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from tracklink.replaced_file import replace_file
from tracklink.tables.error import TableError
from tracklink.tables.table import OURS, Table, refuse_namesakes

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError as error:
    raise TableError("Parquet needs pyarrow: pip install 'tracklink[parquet]'") from error


class ParquetTable(Table):
    """Columns keep their types; ours are text."""

    def __init__(self, path: Path) -> None:
        try:
            dataset = pq.ParquetDataset(path)
            refuse_namesakes(path, dataset.schema.names)
            self._table = dataset.read()
        except (pa.ArrowException, UnicodeDecodeError) as error:
            reason = str(error).partition("\n")[0]
            raise TableError(f"{path} is no Parquet file: {reason}") from error
        self.headers = self._table.column_names
        columns = map(_cells, self._table.columns)
        self.rows = [dict(zip(self.headers, cells, strict=True)) for cells in zip(*columns, strict=True)]

    def write(self, path: Path, answers: Sequence[Mapping[str, str]]) -> None:
        """The table with our columns after its own."""
        table = self._table.drop_columns([header for header in self.headers if header.startswith(OURS)])
        for header in self.answer_headers(answers):
            cells = [answer.get(header.removeprefix(OURS)) for answer in answers]
            table = table.append_column(header, pa.array(cells, pa.string()))
        parquet = io.BytesIO()
        pq.write_table(table, parquet)
        replace_file(path, parquet.getvalue())


def _cells(column: pa.ChunkedArray) -> list[object]:
    """As Python's objects; none where Python has none, as for nanoseconds or years beyond 9999."""
    try:
        cells: list[object] = column.to_pylist()
    except (ValueError, OverflowError):
        return [None] * len(column)
    return cells
