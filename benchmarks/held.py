"""What the packages that a server imports hold in memory: code, classes, tables, all that is there before a call.

    python -m benchmarks.held

Prints one package a line, the largest first. Each counts for what its own modules hold, not for what they import.
"""

import tracemalloc
from collections import Counter
from importlib.machinery import SourceFileLoader
from types import ModuleType

SHOWN = 20
SERVER = "service.serve"


def held() -> Counter[str]:
    """Bytes by package, of everything that serving imports."""
    counted: Counter[str] = Counter()
    under_way = [0]
    execute = SourceFileLoader.exec_module

    def counting(loader: SourceFileLoader, module: ModuleType) -> None:
        before = tracemalloc.get_traced_memory()[0]
        under_way.append(0)
        try:
            execute(loader, module)
        finally:
            total = tracemalloc.get_traced_memory()[0] - before
            counted[module.__name__.partition(".")[0]] += total - under_way.pop()
            under_way[-1] += total

    tracemalloc.start(1)
    SourceFileLoader.exec_module = counting  # type: ignore[assignment,method-assign]  # every import passes here
    try:
        __import__(SERVER)
    finally:
        SourceFileLoader.exec_module = execute  # type: ignore[method-assign]
    return counted


if __name__ == "__main__":
    for package, size in held().most_common(SHOWN):
        print(f"{size / 1e6:5.1f} MB  {package}")
