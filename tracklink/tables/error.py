"""What goes wrong with a table."""


class TableError(Exception):
    """A table cannot be read or written; the message is one sentence that names it and the cure."""
