"""What several tests share: the corpus cases, made binaries, and hypothesis without deadlines."""

import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))
sys.path.insert(0, str(Path(__file__).parent / "makers"))

# A test must not depend on the machine's speed: no deadline; the same examples every time.
settings.register_profile("dfix", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("dfix")
