"""What a start leaves behind, given back before the first call."""

import ctypes
import gc
import sys


def settle() -> None:
    """Give the system back what starting used and serving does not need.

    What stands now lives as long as the process: the collector of garbage need not look at it again.
    """
    gc.collect()
    gc.freeze()
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "malloc_trim"):  # glibc's own
        library.malloc_trim(0)
