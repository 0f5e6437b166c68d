import pytest

from service.address import Address, read_address


@pytest.mark.parametrize("text", ["127.0.0.1:50051", "localhost:0", "[::1]:50051", "[::]:65535", "my-host.lan:1"])
def test_an_address_is_read_and_written_alike(text: str) -> None:
    """What is read is written back in the same form, IPv6 in brackets."""
    assert str(read_address(text)) == text


def test_brackets_are_no_part_of_the_host() -> None:
    """The host of an IPv6 address is the address alone."""
    assert read_address("[::1]:7") == Address("::1", 7)


@pytest.mark.parametrize(
    "text", ["", "50051", ":50051", "host:", "host:65536", "::1:50051", "a b:1", "http://x:1", "x:-1"]
)
def test_anything_else_is_refused(text: str) -> None:
    """The sentence shows the right form."""
    with pytest.raises(ValueError, match="HOST:PORT, as in"):
        read_address(text)
