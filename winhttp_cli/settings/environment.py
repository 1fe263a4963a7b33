"""The WHTTP_ variables as a layer.

Promise: every variable that begins with WHTTP_ is an option or a mistake; nothing is passed over. The
variables that other programs read too are in `general`.
"""

from __future__ import annotations

from collections.abc import Mapping

from winhttp_cli.settings import admission
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.names import environment_spelling, exact
from winhttp_cli.settings.origin import Origin, Rank

PREFIX = "WHTTP_"
#: read at the front door, before there are options
NOT_OPTIONS = frozenset({"WHTTP_TRACEBACK"})


def environment_layer(environ: Mapping[str, str]) -> Layer:
    """The layer of the environment. Raises UsageFault naming the variable."""
    layer = Layer()
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in NOT_OPTIONS:
            origin = Origin(Rank.ENVIRONMENT, name)
            option = exact(name.removeprefix(PREFIX), name, origin, environment_spelling)
            admission.say(layer, option, environ[name], origin)
    return layer
