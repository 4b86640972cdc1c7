"""Let ``python -m hearsay`` do what ``hearsay`` does."""

import sys

from hearsay.cli import main

if __name__ == "__main__":
    sys.exit(main())
