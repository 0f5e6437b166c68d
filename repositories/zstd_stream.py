"""A Zstandard file read as a stream of what it packs."""

from typing import BinaryIO

from zstandard import ZstdDecompressor

ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
PIECE_BYTES = 1 << 15


class ZstdStream:
    """Raises EOFError where the file ends within a frame, and zstandard.ZstdError where it is damaged."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._frame = ZstdDecompressor().decompressobj()
        self._is_within_frame = False
        self._unpacked = b""

    def read(self, size: int) -> bytes:
        """At most so many bytes; none at the end."""
        while not self._unpacked and (piece := self._next_piece()):
            self._is_within_frame = True
            self._unpacked = self._frame.decompress(piece)
        taken, self._unpacked = self._unpacked[:size], self._unpacked[size:]
        return taken

    def _next_piece(self) -> bytes:
        piece = b""
        if self._frame.eof:
            piece = self._frame.unused_data
            self._frame, self._is_within_frame = ZstdDecompressor().decompressobj(), False
        piece = piece or self._packed.read(PIECE_BYTES)
        if not piece and self._is_within_frame:
            raise EOFError
        return piece
