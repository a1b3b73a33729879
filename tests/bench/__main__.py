"""``python -m tests.bench``. Nothing else is imported here: every server process imports this module again."""

import sys

if __name__ == "__main__":
    from tests.bench.command import main

    sys.exit(main())
