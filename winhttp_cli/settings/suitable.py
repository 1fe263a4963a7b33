"""Settings that a command has no use for: a flag is refused, what stands in files passes over.

Promise: nobody's flag is taken without effect, and a file or an environment that serves many commands
disturbs none of them. (--dry-run and --curl, which keep a request from being sent, are taken from the
command line only, so that they are never passed over.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from winhttp_cli.options.uses import Purpose
from winhttp_cli.settings.layer import Said
from winhttp_cli.settings.origin import Rank
from winhttp_cli.settings.refusal import refused


def suitable(layer: Iterable[Said], purpose: Purpose) -> Iterator[Said]:
    """What of a layer is of use. Raises UsageFault for a flag that is not."""
    for said in layer:
        if purpose.has_use_for(said.option):
            yield said
        elif said.origin.rank is Rank.FLAG:
            raise refused(said.origin, purpose.why_not(said.option))


def check_flags(layer: Iterable[Said], purpose: Purpose) -> None:
    """The refusal alone, for commands that resolve no settings."""
    for _ in suitable(layer, purpose):
        pass
