"""``python -m jipp_client`` is ``jipp-client``."""

import sys

from jipp_client.cli import main

sys.exit(main())
