"""What stands in every manual beside the options: commands in a few words, variables, files, and who
wins over whom."""

from __future__ import annotations

VARIABLES = {
    "WHTTP_NAME": "Sets option NAME, for example WHTTP_CONNECT_TIMEOUT=5000. A WHTTP_ variable that is "
    "no option is an error.",
    "http_proxy, https_proxy, all_proxy, no_proxy": "Looked at last of all when no release is chosen "
    "with --as; HTTP_PROXY in capitals is ignored, as curl does. WinHTTP reads none of them.",
    "SSL_CERT_FILE": "Trusted roots, where --ca-file is not given.",
    "SSLKEYLOGFILE": "Where TLS secrets are written for Wireshark.",
    "NETRC": "The netrc file, which is read only with --netrc.",
    "NO_COLOR": "No colour, when set to anything.",
}
FILES = {
    "$XDG_CONFIG_HOME/whttp/config.toml": "The configuration; ~/.config takes the place of "
    "XDG_CONFIG_HOME where that is not set. On Windows %APPDATA%\\whttp\\config.toml. "
    "`whttp config init` writes one with every option in it.",
}
PRECEDENCE = (
    "A flag wins over the environment, that over the profile chosen with --profile, that over the plain "
    "keys of the configuration file, that over the built-in value. A release chosen with --as ranks just "
    "under the source that names it. `whttp config show` names the source of each value."
)

_SEND = (
    "Sends one request for each URL, all in one session. The body goes to standard output, untouched "
    "unless that is a terminal; everything else goes to standard error.",
    "An HTTP status does not make the command fail, -f does that from 400 on. The exit status tells what "
    "kept an answer from coming.",
)
#: a few paragraphs for the page of a command
DESCRIPTIONS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("get", "head", "post", "put", "patch", "delete", "options", "request"), _SEND),
    "explain": (
        "NAME is an option by any of its names, a value, an error, a status notification or a Windows "
        "release. NUMBER is the number of any of them; an error may also be given as an HRESULT, in "
        "hexadecimal or as the negative number that logs print. What has several meanings is "
        "explained in each.",
        "With --json everything is one JSON document. Nothing is sent, and no configuration is read.",
    ),
    "batch": (
        "A line of FILE, or of standard input for -, is a URL or a JSON object with url and, where they "
        "are wanted, method, headers, body, options (values by configuration key, for that request "
        "alone) and id. Blank lines and lines that begin with # are passed over. All requests share one "
        "session, and the flags hold for all of them.",
        "For each request one JSON object is printed, as it is done: index, line, id, method, url, "
        "final_url, status, content_type, bytes, file, milliseconds, exit_status, failure, unmet and "
        "query; with --json also the whole report. --output-dir saves the bodies. A line that cannot be "
        "used fails alone. The exit status is 21 when at least one request failed.",
    ),
    "config": (
        "path prints where the configuration file is. show prints every value that some source asked for "
        "and names the source; with -v the built-in values too. check lists every mistake in the file, "
        "in profiles that are not chosen as well, and ends with status 2 where there is one. init writes "
        "a commented file with every option in it, and never overwrites one.",
    ),
    "proxy": (
        "explain tells which proxy a request to URL would take and which source decided: proxy list, "
        "bypass list, PAC script, detection, environment. It asks the first proxy with a CONNECT of its "
        "own. show prints what is configured and sends nothing.",
        "import reads what Windows prints, exports or stores and writes it as a profile: netsh winhttp "
        "show proxy, show advproxy and dump, advproxy JSON, .reg exports, reg query, and raw values of "
        "WinHttpSettings and DefaultConnectionSettings. On Windows, import system reads the live values.",
    ),
    "completion": (
        "bash: source <(whttp completion bash). zsh: save it as _whttp in a directory of fpath. fish: "
        "whttp completion fish | source. PowerShell: whttp completion powershell | Out-String | "
        "Invoke-Expression. TAB then starts no program.",
    ),
    "demo": (
        "Starts servers on loopback with certificates of its own, and shows the first requests and what "
        "to try next. Nothing leaves the machine.",
    ),
}
