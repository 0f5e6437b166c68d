"""Tables of tracks, linked: CSV, JSON Lines or Parquet in, the same out with the answers as further columns."""

from tracklink.tables.columns import Columns
from tracklink.tables.error import TableError
from tracklink.tables.link import Counts, Linked, link_table
from tracklink.tables.table import Table, read_table

__all__ = ["Columns", "Counts", "Linked", "Table", "TableError", "link_table", "read_table"]
