"""All kinds of the zoo: importing the makers fills the inventory.

Promise: `KINDS` is complete once this module is imported.
"""

from __future__ import annotations

from tests.engine.net.zoo import kinds_chains, kinds_names_dates, kinds_revocation
from tests.engine.net.zoo.specimens import KINDS

__all__ = ["KINDS", "kinds_chains", "kinds_names_dates", "kinds_revocation"]
