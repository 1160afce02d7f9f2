"""Tests of the repository itself: how it is written, and that what its pages say of it is so."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
