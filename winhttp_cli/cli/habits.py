"""Flags of curl that whttp has under another name, or that another word does: hints for fingers.

Promise: read only when a flag is unknown; every flag named in a hint exists.
"""

from __future__ import annotations

_ANY_METHOD = "whttp request METHOD URL"
_QUIET = "-q; in a pipe there is no progress anyway"
_VALUES = "--query NAME, once for each value"

OF_CURL = {
    "-X": _ANY_METHOD,
    "--request": _ANY_METHOD,
    "-J": "--remote-header-name",
    "-c": "--cookie-jar FILE",
    "-C": "--continue",
    "--continue-at": "--continue",
    "-G": "--query-param NAME=VALUE",
    "--get": "--query-param NAME=VALUE",
    "--url-query": "--query-param NAME=VALUE",
    "-m": "--max-time SECONDS",
    "-n": "--netrc",
    "-r": "-H 'Range: bytes=0-499'",
    "--range": "-H 'Range: bytes=0-499'",
    "-s": _QUIET,
    "--silent": _QUIET,
    "-S": _QUIET,
    "-w": _VALUES,
    "--write-out": _VALUES,
    "-E": "--client-cert-context FILE",
    "--cert": "--client-cert-context FILE",
    "--key": "--client-cert-key FILE",
    "--cacert": "--ca-file FILE",
    "--capath": "--ca-directory DIRECTORY",
    "--crlfile": "--crl-file FILE",
    "--compressed": "--decompression all",
    "--data-raw": "-d TEXT",
    "--data-binary": "-d @FILE, which keeps the bytes as they are",
    "--fail-with-body": "-f",
    "--location-trusted": "-L --forward-credentials",
    "--max-redirs": "--max-http-automatic-redirects N",
    "--noproxy": "--proxy-bypass LIST",
    "-U": "--proxy-username NAME",
    "--proxy-user": "--proxy-username NAME",
    "--anyauth": "-u USER, which waits for the challenge",
    "--basic": "--auth-scheme basic",
    "--digest": "--auth-scheme digest",
    "--ntlm": "--auth-scheme ntlm",
    "--negotiate": "--auth-scheme negotiate",
    "--tlsv1.2": "--secure-protocols tls1.2,tls1.3",
    "--tlsv1.3": "--secure-protocols tls1.3",
    "--path-as-is": "the default",
    "--trace": "-v, given twice",
    "--trace-ascii": "-v, given twice",
}
