"""whttp's own options, part five: status notifications and the trace log of ENABLETRACING."""

from __future__ import annotations

from winhttp_cli.options.callback_sink import CallbackSinkKind
from winhttp_cli.options.kinds import Number, Switch, Text
from winhttp_cli.options.option import Fate, Topic
from winhttp_cli.options.own import own

STATUS_CALLBACK = own(
    "STATUS_CALLBACK",
    Topic.DIAGNOSTICS,
    CallbackSinkKind(),
    None,
    "Send the WINHTTP_CALLBACK_STATUS_ notifications to stderr, json, a file or fd:N.",
    "What a program would hear through WinHttpSetStatusCallback, in the order of synchronous use: "
    "name, number, handle, context value, and the data Microsoft documents. json:PLACE writes an "
    "object per line, json alone is json:stderr. From the command line it may also be "
    "MODULE:FUNCTION, a Python function that is called with each object; a file of such a name is "
    "written ./NAME. A sink that fails is told once and ends with status 14; the request goes on. "
    "Short: --callback.",
    "whttp get https://example.org/ --callback stderr",
    fate=Fate.WORKS,
)
CALLBACK_ASYNC = own(
    "CALLBACK_ASYNC",
    Topic.DIAGNOSTICS,
    Switch(),
    False,
    "Add the notifications of asynchronous use.",
    "SENDREQUEST_COMPLETE, HEADERS_AVAILABLE, READ_COMPLETE and so on, which a synchronous "
    "program does not get.",
    "whttp get https://example.org/ --callback stderr --callback-async",
    fate=Fate.WORKS,
)
TRACE_FILE_PREFIX = own(
    "TRACE_FILE_PREFIX",
    Topic.DIAGNOSTICS,
    Text("PREFIX", completion="file"),
    None,
    "How the names of trace logs begin, with a path (netsh: trace-file-prefix).",
    "--enabletracing writes PREFIX-whttp.TIME.PROCESS.log. Without a prefix the logs are in whttp's "
    "folder for state ($XDG_STATE_HOME/whttp/trace, %LOCALAPPDATA%\\whttp\\trace), which keeps "
    "the newest 20.",
    "whttp get https://example.org/ --enabletracing --trace-file-prefix ./case-17",
    fate=Fate.WORKS,
)
MAX_TRACE_FILE_SIZE = own(
    "MAX_TRACE_FILE_SIZE",
    Topic.DIAGNOSTICS,
    Number(low=1024, unit="bytes"),
    65535,
    "The most a trace log may hold (netsh: max-trace-file-size).",
    "A log that is full is emptied and goes on, as WinHTTP's is.",
    "whttp get https://example.org/ --enabletracing --max-trace-file-size 1000000",
    fate=Fate.WORKS,
)

OPTIONS = (STATUS_CALLBACK, CALLBACK_ASYNC, TRACE_FILE_PREFIX, MAX_TRACE_FILE_SIZE)
