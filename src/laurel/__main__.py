"""`python -m laurel` is the command line."""

import sys

from laurel.cli import main

sys.exit(main())
