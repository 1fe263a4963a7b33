"""Every generated document of a source tree, and the writing of those that are stale.

Promise: `documents` says what each should hold; nothing else is touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from winhttp_cli.docgen import exit_statuses, man, reference
from winhttp_cli.docgen.command import Command
from winhttp_cli.docgen.completion import NAMES, completion
from winhttp_cli.docgen.page import with_block

#: the folders whose files are all generated; the wheel puts them where shells and man look
COMPLETIONS, MAN = "completions", "man"


def documents(root: Path, commands: Sequence[Command]) -> dict[Path, str]:
    """Path to content, for every document that is generated wholly or in part."""
    return {
        root / "README.md": _readme((root / "README.md").read_text("utf-8")),
        root / "docs" / "options.md": reference.options_page(),
        root / "docs" / "errors.md": reference.errors_page(),
        root / "docs" / "releases.md": reference.releases_page(),
        **{root / COMPLETIONS / name: completion(shell, commands) for shell, name in NAMES.items()},
        **{root / MAN / name: page for name, page in man.pages(commands).items()},
    }


def _readme(page: str) -> str:
    """The page with its generated blocks written anew."""
    with_statuses = with_block(page, "exit statuses", exit_statuses.table())
    return with_block(with_statuses, "options", reference.flags_by_topic())


def write(root: Path, commands: Sequence[Command]) -> list[Path]:
    """Brings the documents under `root` up to date; returns those that changed."""
    stale = {
        path: content
        for path, content in documents(root, commands).items()
        if not path.exists() or path.read_text("utf-8") != content
    }
    for path, content in stale.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8", newline="\n")
    return list(stale)
