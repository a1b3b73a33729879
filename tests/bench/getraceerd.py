"""The command line of the service, while Python keeps count of its memory: told for each line that comes in."""

from __future__ import annotations

import sys
import threading
import tracemalloc

from mijnzaken_bff.cli import main


def _tell() -> None:
    for _ in sys.stdin:
        sys.stdout.write(f"{tracemalloc.get_traced_memory()[0]}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    tracemalloc.start()
    threading.Thread(target=_tell, daemon=True).start()
    sys.exit(main())
