"""`python -m winhttp_cli.docgen [DIRECTORY]`: rewrites what is generated in the pages of a source tree.

Promise: running it twice changes nothing; a test fails while a committed page is stale. It writes nothing
but files that are there already.
"""

from __future__ import annotations

import sys
from pathlib import Path

from winhttp_cli.docgen.exit_statuses import table
from winhttp_cli.docgen.page import with_block


def rewritten(root: Path) -> dict[Path, str]:
    """Every page with a generated part, and what it should hold."""
    readme = root / "README.md"
    return {readme: with_block(readme.read_text("utf-8"), "exit statuses", table())}


def main(root: Path) -> None:
    """Brings the pages under `root` up to date and names those that changed."""
    for page, text in rewritten(root).items():
        if page.read_text("utf-8") != text:
            page.write_text(text, "utf-8")
            print(f"rewrote {page}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
