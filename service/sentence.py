"""Reasons in one form: a sentence."""


def sentence(text: str) -> str:
    """`the titles are equal` -> `The titles are equal.`; what ends like a sentence already keeps its end."""
    stated = text.strip()
    end = "" if stated.endswith((".", "!", "?")) else "."
    return f"{stated[:1].upper()}{stated[1:]}{end}"
