"""One row's result, as the bytes of its place in a message of answers.

LinkTracksResponse and FindReplacementsResponse give the same numbers to the same fields. So an answer that is encoded
already is put around by hand, and the bytes of several results are, one after the other, a message.
"""

from typing import Final

from tracklink.v1.link_service_pb2 import CallError, LinkTracksResponse

LENGTH_DELIMITED: Final = 2
LAST_BYTE: Final = 0x80


def _tag(number: int) -> bytes:
    return bytes([number << 3 | LENGTH_DELIMITED])


RESULTS: Final = _tag(LinkTracksResponse.RESULTS_FIELD_NUMBER)
KEY: Final = _tag(LinkTracksResponse.Result.KEY_FIELD_NUMBER)
RESPONSE: Final = _tag(LinkTracksResponse.Result.RESPONSE_FIELD_NUMBER)
ERROR: Final = _tag(LinkTracksResponse.Result.ERROR_FIELD_NUMBER)


def answered(response: bytes, key: str) -> bytes:
    """The result of a row that has an answer, given as an encoded LinkTrackResponse or FindReplacementResponse."""
    return _result(key, RESPONSE, response)


def failed(error: CallError, key: str) -> bytes:
    """The result of a row that has none."""
    return _result(key, ERROR, error.SerializeToString())


def _result(key: str, tag: bytes, outcome: bytes) -> bytes:
    name = key.encode()
    told = b"".join((KEY, _length(name), name, tag, _length(outcome), outcome))
    return b"".join((RESULTS, _length(told), told))


def _length(text: bytes) -> bytes:
    """As a varint: seven bits a byte, the lowest first."""
    left = len(text)
    if left < LAST_BYTE:
        return bytes((left,))
    signs = bytearray()
    while left >= LAST_BYTE:
        signs.append(left & 0x7F | LAST_BYTE)
        left >>= 7
    signs.append(left)
    return bytes(signs)
