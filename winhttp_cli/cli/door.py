"""The front door: one `try` around everything, one line for every failure.

Promise: no traceback ever reaches a user; a closed pipe ends quietly with 141, Ctrl-C with 130,
SIGTERM with 143, a disk that is full behind standard output with 14; standard error that takes nothing
leaves the status as it is. What click refuses is reported in
whttp's own form with WinHTTP's number.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from types import FrameType

import click

from winhttp_cli.cli import app
from winhttp_cli.cli.split import command_first
from winhttp_cli.cli.standard_error import abandon, settle
from winhttp_cli.cli.table import own_arity
from winhttp_cli.errors import Code, ExitStatus, UsageFault, WhttpError
from winhttp_cli.suggest import did_you_mean

#: What a full disk, a quota, a limit (ulimit -f) or a broken one says to a write.
_UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


class Terminated(BaseException):
    """SIGTERM arrived; unwinds like Ctrl-C so that part files stay right."""


def enter(arguments: list[str]) -> int:
    """Runs one command line; returns the exit status."""
    signal.signal(signal.SIGTERM, _on_terminate)
    settle()
    try:
        status = _settled(arguments)
        sys.stdout.flush()
        return status
    except OSError as error:
        return unwritable(error)


def _settled(arguments: list[str]) -> int:
    """The exit status, whatever happens but a standard stream that takes no more (OSError)."""
    try:
        return _run(arguments)
    except WhttpError as error:
        return _fail(error)
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    except Terminated:
        return ExitStatus.TERMINATED
    except OSError as error:
        if isinstance(error, BrokenPipeError) or error.errno in _UNWRITABLE:
            raise
        return _bug(error)
    except Exception as error:  # noqa: BLE001 - the one place: no traceback reaches a user
        return _bug(error)


def _run(arguments: list[str]) -> int:
    # a context of our own: click's main() would turn a closed pipe into status 1
    try:
        with app.application().make_context("whttp", _arranged(arguments)) as context:
            status = context.command.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort:
        return ExitStatus.INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return ExitStatus.USAGE
    except click.ClickException as error:
        raise _as_usage(error) from None
    return status if isinstance(status, int) else ExitStatus.OK


def _arranged(arguments: list[str]) -> list[str]:
    """Command first, unless the first word asks for what belongs to no command. The catalogue is loaded
    only where there are flags to tell from words."""
    if arguments[:1] in ([], ["--version"], ["-V"]) or arguments in (["--help"], ["-h"]):
        return arguments
    from winhttp_cli.cli import parameters

    return command_first(arguments, {**own_arity(), **parameters.arity()}, app.names())


def _as_usage(error: click.ClickException) -> UsageFault:
    """click's refusal in whttp's words; an unknown flag is an unknown option, 12009."""
    code = Code.ERROR_INVALID_PARAMETER
    hint = "whttp --help lists the commands"
    message = error.format_message().replace("\n", " ")
    if isinstance(error, click.NoSuchOption):
        code = Code.ERROR_WINHTTP_INVALID_OPTION
        message = f"no such option: {error.option_name}"
        hint = _hint_for(error)
    return UsageFault(message, code, origin="command line", hint=hint)


def _hint_for(error: click.NoSuchOption) -> str:
    """What someone who typed an unknown flag most likely meant."""
    from winhttp_cli.cli.habits import OF_CURL

    flag = error.option_name
    if flag in OF_CURL:
        return f"curl's {flag} is here: {OF_CURL[flag]}"
    return did_you_mean(flag, _flags(error)) or "whttp explain options"


def _flags(error: click.NoSuchOption) -> list[str]:
    """The flags of the command that the unknown one was given to."""
    known = error.ctx.command.params if error.ctx is not None else []
    shown = (each for each in known if not (isinstance(each, click.Option) and each.hidden))
    return [name for parameter in shown for name in parameter.opts if name.startswith("--")]


def _on_terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated


def _fail(error: WhttpError) -> int:
    from winhttp_cli.render.failure import write_failure

    write_failure(error, None, None, sys.stderr)
    return error.status


def unwritable(error: OSError) -> int:
    """A standard stream is gone, quietly (141), or what stands behind it is full (14)."""
    abandon(sys.stdout)
    if isinstance(error, BrokenPipeError):
        abandon(sys.stderr)
        return ExitStatus.BROKEN_PIPE
    _say(f"whttp: standard output: {error.strerror}\n")
    return ExitStatus.FILE


def _say(text: str) -> None:
    """A last word on standard error."""
    sys.stderr.write(text)
    sys.stderr.flush()


def _bug(error: Exception) -> int:
    """A bug of ours: one line, status 1. WHTTP_TRACEBACK=1 shows where."""
    if os.environ.get("WHTTP_TRACEBACK"):
        raise error
    text = f"{type(error).__name__}: {error}".splitlines()[0].encode("ascii", "backslashreplace").decode()
    _say(
        f"whttp: internal error, please report it: {text}\n"
        "       12004 ERROR_WINHTTP_INTERNAL_ERROR; WHTTP_TRACEBACK=1 shows the traceback\n"
    )
    return ExitStatus.INTERNAL
