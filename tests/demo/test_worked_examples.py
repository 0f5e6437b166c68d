from demo.worked_examples import PAGE, printed, section_of


def test_the_page_shows_what_the_matcher_prints() -> None:
    """The worked examples of docs/matching.md are this matcher's own; `--write` renews them."""
    _, held, _ = section_of(PAGE.read_text(encoding="utf-8"))

    assert held.strip() == printed().strip()
