"""Regular expressions for the addresses under which people copy a track."""


def page(host: str, path: str) -> str:
    """An address on a host (a regular expression), with or without https and www, whatever follows `?` or `#`."""
    return rf"(?i:(?:https?://)?(?:www\.)?{host})/{path}/?(?:[?#].*)?"
