"""The words of tracklink as frozen dataclasses, and the protocols that its stores implement."""
