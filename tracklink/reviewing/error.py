"""What goes wrong with a report or a file of judgements."""


class ReviewError(Exception):
    """A report or a file of judgements cannot be read or written; the message is one sentence that names it."""
