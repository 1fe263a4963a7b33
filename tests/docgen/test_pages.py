"""Generated documents: complete, up to date, and replaced between their marks only."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.lab.command import Whttp
from winhttp_cli.cli.documents import commands, main
from winhttp_cli.docgen import man
from winhttp_cli.docgen.completion import WRITERS, completion
from winhttp_cli.docgen.exit_statuses import MEANINGS, table
from winhttp_cli.docgen.flags import own_flags
from winhttp_cli.docgen.page import with_block
from winhttp_cli.docgen.reference import errors_page, options_page, releases_page
from winhttp_cli.docgen.writer import COMPLETIONS, MAN, documents
from winhttp_cli.errors import ExitStatus, InternalFault
from winhttp_cli.knowledge.errors import ERRORS
from winhttp_cli.knowledge.releases import RELEASES
from winhttp_cli.options.catalogue import OPTIONS
from winhttp_cli.options.wording import flag_names

ROOT = Path(__file__).parents[2]
DOCUMENTS = documents(ROOT, commands())


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_committed_document_is_what_the_generator_writes(path: Path) -> None:
    assert path.read_text("utf-8") == DOCUMENTS[path], "run `make docs`"


def test_nothing_lies_about_that_is_no_longer_generated() -> None:
    folders = (ROOT / COMPLETIONS, ROOT / MAN)
    files = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    assert files == {path for path in DOCUMENTS if path.parent in folders}


def test_a_stale_page_is_brought_up_to_date(tmp_path: Path) -> None:
    stale = (ROOT / "README.md").read_text("utf-8").replace("name not resolved", "something else")
    (tmp_path / "README.md").write_text(stale, "utf-8")
    main(tmp_path)
    assert (tmp_path / "README.md").read_text("utf-8") == DOCUMENTS[ROOT / "README.md"]
    assert (tmp_path / MAN / "whttp.1").exists()


def test_writing_twice_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(ROOT / "README.md", tmp_path)
    main(tmp_path)
    capsys.readouterr()
    main(tmp_path)
    assert capsys.readouterr().out == ""


def test_every_exit_status_has_a_meaning_of_its_own() -> None:
    assert set(MEANINGS) == set(ExitStatus)
    assert len(set(MEANINGS.values())) == len(ExitStatus)


def test_a_row_names_the_numbers_that_lead_to_the_status() -> None:
    assert "| 3 | name not resolved | 12007 |" in table().splitlines()


def test_only_the_block_between_the_marks_is_replaced() -> None:
    page = "before\n<!-- x: note -->\nold\n<!-- end of x -->\nafter\n"
    assert with_block(page, "x", "new") == page.replace("old", "new")


def test_a_page_without_the_marks_is_an_error() -> None:
    with pytest.raises(InternalFault):
        with_block("no marks\n", "x", "new")


def test_every_option_error_and_release_is_in_the_reference() -> None:
    options, errors, releases = options_page(), errors_page(), releases_page()
    assert [option for option in OPTIONS if f"\n### {option.key}\n" not in options] == []
    assert [
        error.name for error in ERRORS if not error.obsolete and f"`{error.name}`" not in errors
    ] == []
    assert [release.word for release in RELEASES if f"`{release.word}`" not in releases] == []


def test_every_row_of_a_table_has_the_cells_of_its_head() -> None:
    for page in (options_page(), errors_page(), releases_page()):
        cells = 0
        for line in page.splitlines():
            if line.startswith("|---"):
                cells = line.count("---|")
            elif line.startswith("| "):
                assert not cells or line.replace("\\|", "").count("|") == cells + 1
            else:
                cells = 0


PAGES = man.pages(commands())


def test_there_is_a_page_for_whttp_and_one_for_each_command() -> None:
    assert set(PAGES) == {"whttp.1", *(f"whttp-{command.name}.1" for command in commands())}


def test_every_flag_is_on_the_page_of_whttp() -> None:
    page = PAGES["whttp.1"].replace("\\-", "-")
    for option in OPTIONS:
        if option.settable:
            assert [name for name in flag_names(option) if f"\\fB{name}\\fR" not in page] == []


def test_a_commands_own_flags_are_on_its_page_with_what_help_says() -> None:
    written = {flag for command in commands() for each in own_flags(command) for flag in each.names}
    described = {name for command in commands() for own in command.described for name in own.names}
    assert described == written
    for command in commands():
        page = DOCUMENTS[ROOT / MAN / f"whttp-{command.name}.1"]
        assert all(man.escaped(own.summary) in page and own.summary for own in command.described)


def test_text_cannot_be_taken_for_a_request() -> None:
    assert man.escaped(".so /etc/passwd") == "\\&.so /etc/passwd"
    assert man.escaped("'x\\n-y") == "\\&'x\\en\\-y"


def needs(program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", ["80", "60"])
def test_a_page_formats_without_a_warning(name: str, width: str, tmp_path: Path) -> None:
    needs("man")
    (tmp_path / name).write_text(PAGES[name], "utf-8")
    run = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", tmp_path / name],
        capture_output=True,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "MANWIDTH": width, "MANROFFSEQ": ""},
    )
    assert (run.returncode, run.stderr) == (0, b"")
    assert len(run.stdout) > 500


@pytest.mark.parametrize("name", PAGES)
def test_mandoc_finds_no_fault_in_a_page(name: str, tmp_path: Path) -> None:
    needs("mandoc")
    (tmp_path / name).write_text(PAGES[name], "utf-8")
    run = subprocess.run(["mandoc", "-Tlint", "-Wwarning", tmp_path / name], capture_output=True)
    faults = [line for line in run.stdout.splitlines() if b"missing date" not in line]
    assert faults == []


@pytest.mark.parametrize("shell", WRITERS)
def test_whttp_completion_prints_the_script(whttp: Whttp, shell: str) -> None:
    run = whttp("completion", shell)
    assert (run.status, run.err) == (0, "")
    assert run.out == completion(shell, commands())


def test_an_unknown_shell_is_refused(whttp: Whttp) -> None:
    assert whttp("completion", "csh").status == 2
