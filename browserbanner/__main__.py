"""``python -m browserbanner``."""

import sys

from browserbanner.cli import main

if __name__ == "__main__":
    sys.exit(main())
