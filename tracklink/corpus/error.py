"""What goes wrong with a corpus."""


class CorpusError(Exception):
    """A corpus cannot be linked, or one of its files not be read; the message is one sentence that names it."""


class FileError(CorpusError):
    """One file cannot be read, asked about or copied; the others can."""
