"""A person's look at what a repair was not sure of: in the terminal, in the browser, and as a file to be shared."""

from tracklink.reviewing.error import ReviewError
from tracklink.reviewing.html import html_of
from tracklink.reviewing.report import Asked, Report, read_report

__all__ = ["Asked", "Report", "ReviewError", "html_of", "read_report"]
