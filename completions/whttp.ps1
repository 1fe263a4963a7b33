# PowerShell completion for whttp, written by `make docs` from its catalogue; do not edit here.
# Load it from your profile:  whttp completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName whttp -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commands = @(
        @{ Word = 'get'; Meaning = 'Fetch a URL (GET).' }
        @{ Word = 'head'; Meaning = 'Fetch only the response head (HEAD).' }
        @{ Word = 'post'; Meaning = 'Send a body (POST).' }
        @{ Word = 'put'; Meaning = 'Store a body at the URL (PUT).' }
        @{ Word = 'patch'; Meaning = 'Change a resource with a body (PATCH).' }
        @{ Word = 'delete'; Meaning = 'Delete a resource (DELETE).' }
        @{ Word = 'options'; Meaning = 'Ask what a resource allows (OPTIONS).' }
        @{ Word = 'request'; Meaning = 'Send any other method.' }
        @{ Word = 'ws'; Meaning = 'Talk over a WebSocket: lines in, messages out, close code.' }
        @{ Word = 'explain'; Meaning = 'Explain an option, an error number, or list what there is.' }
        @{ Word = 'config'; Meaning = 'The effective configuration with the source of each value.' }
        @{ Word = 'proxy'; Meaning = 'Which proxy a request takes and why; what is configured.' }
        @{ Word = 'tls'; Meaning = 'The handshake and the certificates of a server, or a certificate file.' }
        @{ Word = 'credentials'; Meaning = 'Credentials kept for all runs, tried last: set, list, delete.' }
        @{ Word = 'passport'; Meaning = 'Sign out of Passport: drop the cookies of a return URL.' }
        @{ Word = 'compare'; Meaning = 'Make the same request several ways, side by side.' }
        @{ Word = 'batch'; Meaning = 'Many requests from a file, pooled and parallel, one JSON line each.' }
        @{ Word = 'completion'; Meaning = 'Print the completion script of a shell.' }
        @{ Word = 'demo'; Meaning = 'An embedded server on loopback and a guided tour.' }
    )
    $flags = @(
        @{ Word = '--user-agent'; Meaning = 'The User-Agent header of every request of the session.' }
        @{ Word = '-A'; Meaning = 'The User-Agent header of every request of the session.' }
        @{ Word = '--http-version'; Meaning = 'The classic HTTP version announced on the request line.' }
        @{ Word = '--enable-http-protocol'; Meaning = 'Newer HTTP versions that may be agreed on.' }
        @{ Word = '--codepage'; Meaning = 'The code page in which non-ASCII characters of a query are escaped.' }
        @{ Word = '--reject-userpwd-in-url'; Meaning = 'Refuse an address that carries user:password@ (12005).' }
        @{ Word = '--decompression'; Meaning = 'Content codings to ask for and to undo.' }
        @{ Word = '--disable-feature'; Meaning = 'Built-in behaviours to switch off for the request.' }
        @{ Word = '--request-priority'; Meaning = 'Deprecated; changes nothing.' }
        @{ Word = '--read-buffer-size'; Meaning = 'Deprecated; changes nothing.' }
        @{ Word = '--write-buffer-size'; Meaning = 'Deprecated; changes nothing.' }
        @{ Word = '--redirect-policy'; Meaning = 'Which redirects are followed.' }
        @{ Word = '--max-http-automatic-redirects'; Meaning = 'How many redirects are followed before the request fails with 12156.' }
        @{ Word = '--resolve-timeout'; Meaning = 'Time allowed for looking up the host name.' }
        @{ Word = '--connect-timeout'; Meaning = 'Time allowed for each address that is tried.' }
        @{ Word = '--send-timeout'; Meaning = 'Time allowed for each piece that is sent.' }
        @{ Word = '--receive-timeout'; Meaning = 'Time allowed for each piece of the answer: an idle timer.' }
        @{ Word = '--receive-response-timeout'; Meaning = 'Time allowed until the whole head of the answer is there.' }
        @{ Word = '--connect-retries'; Meaning = 'How many addresses of a host are tried before giving up with 12029.' }
        @{ Word = '--max-conns-per-server'; Meaning = 'How many connections one HTTP/1.1 server may have at once.' }
        @{ Word = '--max-conns-per-1-0-server'; Meaning = 'How many connections one HTTP/1.0 server may have at once.' }
        @{ Word = '--max-http-status-continue'; Meaning = 'How many 1xx answers are passed over before the final one.' }
        @{ Word = '--max-response-header-size'; Meaning = 'The largest head an answer may have.' }
        @{ Word = '--max-response-drain-size'; Meaning = 'How much of an unwanted body is read to keep its connection.' }
        @{ Word = '--secure-protocols'; Meaning = 'The TLS versions that may be agreed on.' }
        @{ Word = '--security-flags'; Meaning = 'Faults of the server''s certificate to forgive; after the handshake, how it was protected.' }
        @{ Word = '--enable-feature'; Meaning = 'Optional TLS behaviours to switch on.' }
        @{ Word = '--client-cert-context'; Meaning = 'The client certificate, or the statement that there is none.' }
        @{ Word = '--proxy'; Meaning = 'The proxy: none, default, automatic, or a list of proxies.' }
        @{ Word = '-x'; Meaning = 'The proxy: none, default, automatic, or a list of proxies.' }
        @{ Word = '--proxy-username'; Meaning = 'User name for the proxy.' }
        @{ Word = '--proxy-password'; Meaning = 'Password for the proxy.' }
        @{ Word = '--receive-proxy-connect-response'; Meaning = 'Hand over what a proxy said when it refused CONNECT.' }
        @{ Word = '--global-proxy-creds'; Meaning = 'Credentials for proxies in the store that the whole process shares.' }
        @{ Word = '--username'; Meaning = 'User name for the server.' }
        @{ Word = '--password'; Meaning = 'Password for the server.' }
        @{ Word = '--autologon-policy'; Meaning = 'Whether the signed-in user''s own credentials answer NTLM and Negotiate.' }
        @{ Word = '--spn'; Meaning = 'Whether the port belongs to the Kerberos service name.' }
        @{ Word = '--global-server-creds'; Meaning = 'Credentials for servers in the store that the whole process shares.' }
        @{ Word = '--use-global-server-credentials'; Meaning = 'Let the process-wide server credentials be tried last.' }
        @{ Word = '--configure-passport-auth'; Meaning = 'Passport sign-in and its key ring, on or off.' }
        @{ Word = '--passport-sign-out'; Meaning = 'Sign out of Passport for one return address.' }
        @{ Word = '--upgrade-to-web-socket'; Meaning = 'Make the request a WebSocket handshake.' }
        @{ Word = '--web-socket-close-timeout'; Meaning = 'How long closing waits for the peer''s close frame.' }
        @{ Word = '--web-socket-keepalive-interval'; Meaning = 'Silence after which a keep-alive frame is sent.' }
        @{ Word = '--web-socket-receive-buffer-size'; Meaning = 'The receive buffer of a WebSocket.' }
        @{ Word = '--web-socket-send-buffer-size'; Meaning = 'The send buffer of a WebSocket.' }
        @{ Word = '--context-value'; Meaning = 'A number of your own that comes back with every event.' }
        @{ Word = '--enabletracing'; Meaning = 'The built-in trace log of the process, on or off.' }
        @{ Word = '--assured-non-blocking-callbacks'; Meaning = 'A promise to Windows that the status callback never blocks.' }
        @{ Word = '--unload-notify-event'; Meaning = 'An event Windows signals when the session''s last callback has run.' }
        @{ Word = '--worker-thread-count'; Meaning = 'How many threads work on asynchronous requests; 0 is one for each CPU.' }
        @{ Word = '--as'; Meaning = 'Start from the defaults of a Windows release.' }
        @{ Word = '--profile'; Meaning = 'Use the table [profile.NAME] of the configuration.' }
        @{ Word = '--config'; Meaning = 'Read this configuration file instead of the usual one; none reads no file.' }
        @{ Word = '--set'; Meaning = 'Set any option by its name, number or key.' }
        @{ Word = '--query'; Meaning = 'Print just the value of this option, for scripts.' }
        @{ Word = '--verbose'; Meaning = 'Show what happens, line by line, with the source of each decision; -vv adds bytes.' }
        @{ Word = '-v'; Meaning = 'Show what happens, line by line, with the source of each decision; -vv adds bytes.' }
        @{ Word = '--quiet'; Meaning = 'Print nothing on standard error, not even errors.' }
        @{ Word = '-q'; Meaning = 'Print nothing on standard error, not even errors.' }
        @{ Word = '--include'; Meaning = 'Print the head of the answer before its body.' }
        @{ Word = '-i'; Meaning = 'Print the head of the answer before its body.' }
        @{ Word = '--json'; Meaning = 'Print one JSON document with everything about the request.' }
        @{ Word = '--json-body-limit'; Meaning = 'Largest body that --json carries.' }
        @{ Word = '--report'; Meaning = 'Print the summary lines even when standard error is not a terminal.' }
        @{ Word = '--report-sections'; Meaning = 'Report these facts of every exchange in full, on standard error.' }
        @{ Word = '--color'; Meaning = 'When to colour output.' }
        @{ Word = '--width'; Meaning = 'Columns to lay reports out for; 0 asks the terminal.' }
        @{ Word = '--charset'; Meaning = 'Take the body to be in this character set when showing it.' }
        @{ Word = '--progress'; Meaning = 'Show progress on a terminal''s standard error.' }
        @{ Word = '--max-time'; Meaning = 'Time allowed for the whole request, in seconds; 0 is no limit.' }
        @{ Word = '--retry'; Meaning = 'Try again this often after a failure that may pass.' }
        @{ Word = '--expect'; Meaning = 'Fail with status 20 unless this value comes out.' }
        @{ Word = '--fail'; Meaning = 'End with status 22 when the HTTP status is 400 or more.' }
        @{ Word = '-f'; Meaning = 'End with status 22 when the HTTP status is 400 or more.' }
        @{ Word = '--dry-run'; Meaning = 'Show the request that would be sent, with its sources; send nothing.' }
        @{ Word = '--curl'; Meaning = 'Print the curl command that sends the same request; send nothing.' }
        @{ Word = '--har'; Meaning = 'Write the exchanges to a HAR 1.2 file.' }
        @{ Word = '--show-secrets'; Meaning = 'Show credentials in traces, JSON and exports.' }
        @{ Word = '--header'; Meaning = 'Add a header field, or replace the automatic one of that name.' }
        @{ Word = '-H'; Meaning = 'Add a header field, or replace the automatic one of that name.' }
        @{ Word = '--header-if-new'; Meaning = 'Add a header field, and fail with 12155 where its name is there already.' }
        @{ Word = '--header-coalesce'; Meaning = 'Join a value to a header field with a comma; add the field where it is missing.' }
        @{ Word = '--header-coalesce-semicolon'; Meaning = 'Join a value to a header field with a semicolon; add the field where it is missing.' }
        @{ Word = '--header-replace'; Meaning = 'Replace a header field, and fail with 12150 where it is missing.' }
        @{ Word = '--remove-header'; Meaning = 'Leave out a header field, an automatic one included.' }
        @{ Word = '--query-param'; Meaning = 'Add a parameter to the query of the address.' }
        @{ Word = '--data'; Meaning = 'Request body: text, a file, or standard input.' }
        @{ Word = '-d'; Meaning = 'Request body: text, a file, or standard input.' }
        @{ Word = '--data-urlencode'; Meaning = 'Request body part, percent-encoded for a form.' }
        @{ Word = '--form'; Meaning = 'A part of a multipart/form-data body.' }
        @{ Word = '-F'; Meaning = 'A part of a multipart/form-data body.' }
        @{ Word = '--json-body'; Meaning = 'A member of a JSON body.' }
        @{ Word = '-j'; Meaning = 'A member of a JSON body.' }
        @{ Word = '--upload-file'; Meaning = 'Send a file as the body, streamed.' }
        @{ Word = '-T'; Meaning = 'Send a file as the body, streamed.' }
        @{ Word = '--referer'; Meaning = 'The Referer header, as WinHttpOpenRequest takes it.' }
        @{ Word = '-e'; Meaning = 'The Referer header, as WinHttpOpenRequest takes it.' }
        @{ Word = '--cookie'; Meaning = 'Cookies to send with the request, NAME=VALUE.' }
        @{ Word = '-b'; Meaning = 'Cookies to send with the request, NAME=VALUE.' }
        @{ Word = '--cookie-jar'; Meaning = 'Keep cookies in this file between runs.' }
        @{ Word = '--head'; Meaning = 'Ask for the head only, with method HEAD, and print it.' }
        @{ Word = '-I'; Meaning = 'Ask for the head only, with method HEAD, and print it.' }
        @{ Word = '--refresh'; Meaning = 'Ask caches for a fresh copy (WINHTTP_FLAG_REFRESH).' }
        @{ Word = '--escape-percent'; Meaning = 'Escape the percent sign too (WINHTTP_FLAG_ESCAPE_PERCENT).' }
        @{ Word = '--escape-disable'; Meaning = 'Escape nothing but blanks and non-ASCII (WINHTTP_FLAG_ESCAPE_DISABLE).' }
        @{ Word = '--escape-disable-query'; Meaning = 'The same for the query alone (WINHTTP_FLAG_ESCAPE_DISABLE_QUERY).' }
        @{ Word = '--extra-codings'; Meaning = 'Content codings that WinHTTP lacks, asked for and undone beside --decompression''s.' }
        @{ Word = '--output'; Meaning = 'Save the body in this file.' }
        @{ Word = '-o'; Meaning = 'Save the body in this file.' }
        @{ Word = '--remote-name'; Meaning = 'Save the body under the last part of the address''s path.' }
        @{ Word = '-O'; Meaning = 'Save the body under the last part of the address''s path.' }
        @{ Word = '--remote-header-name'; Meaning = 'Let the server name the file (Content-Disposition), made safe.' }
        @{ Word = '--output-dir'; Meaning = 'Save files in this directory.' }
        @{ Word = '--continue'; Meaning = 'Go on with a part file instead of starting over.' }
        @{ Word = '--dump-header'; Meaning = 'Write the heads of all answers to this file.' }
        @{ Word = '-D'; Meaning = 'Write the heads of all answers to this file.' }
        @{ Word = '--remote-time'; Meaning = 'Give the saved file the time of Last-Modified.' }
        @{ Word = '-R'; Meaning = 'Give the saved file the time of Last-Modified.' }
        @{ Word = '--address-family'; Meaning = 'Which addresses of a name to use: any, ipv4 or ipv6.' }
        @{ Word = '--resolve'; Meaning = 'Answer the lookup of HOST:PORT with these addresses.' }
        @{ Word = '--connect-to'; Meaning = 'Connect to HOST2:PORT2 wherever HOST1:PORT1 is asked for.' }
        @{ Word = '--interface'; Meaning = 'Leave the machine by this local address or interface.' }
        @{ Word = '--unix-socket'; Meaning = 'Connect to this Unix socket instead of a host.' }
        @{ Word = '--proxy-bypass'; Meaning = 'Hosts that are reached without the proxy: the bypass list of option PROXY.' }
        @{ Word = '--proxy-pac'; Meaning = 'Let this PAC script choose the proxy.' }
        @{ Word = '--proxy-auto-detect'; Meaning = 'Look for a PAC script on the network (WPAD).' }
        @{ Word = '--pac-timeout'; Meaning = 'Time allowed for one run of the PAC script.' }
        @{ Word = '--forward-credentials'; Meaning = 'Let credentials and cookies given by hand follow a redirect to another origin.' }
        @{ Word = '--ca-file'; Meaning = 'Trust the roots in this PEM file, and no others.' }
        @{ Word = '--ca-directory'; Meaning = 'Trust the roots in this directory of hashed PEM files.' }
        @{ Word = '--stores'; Meaning = 'Which stores of roots to trust: certifi, system, a file, a directory.' }
        @{ Word = '--crl-file'; Meaning = 'Add this revocation list to those that are looked at.' }
        @{ Word = '--aia'; Meaning = 'Fetch a missing intermediate certificate, as Windows would.' }
        @{ Word = '--stapling'; Meaning = 'Ask the server for a stapled OCSP answer and show it.' }
        @{ Word = '--sni'; Meaning = 'The server name to send in the handshake, instead of the host.' }
        @{ Word = '--client-cert-key'; Meaning = 'The private key of --client-cert-context, when it is a file of its own.' }
        @{ Word = '--cert-out'; Meaning = 'Save the certificates the server sent, as PEM.' }
        @{ Word = '--tls-key-log'; Meaning = 'Write the TLS secrets to this file, for Wireshark.' }
        @{ Word = '--user'; Meaning = 'User name and password for the server in one: sets USERNAME and PASSWORD.' }
        @{ Word = '-u'; Meaning = 'User name and password for the server in one: sets USERNAME and PASSWORD.' }
        @{ Word = '--auth-scheme'; Meaning = 'Name the scheme for the server, the way of WinHttpSetCredentials.' }
        @{ Word = '--proxy-auth-scheme'; Meaning = 'Name the scheme for the proxy.' }
        @{ Word = '--password-prompt'; Meaning = 'Ask for the server''s password in the terminal.' }
        @{ Word = '--password-file'; Meaning = 'Read the server''s password from the first line of a file.' }
        @{ Word = '--password-env'; Meaning = 'Read the server''s password from an environment variable.' }
        @{ Word = '--password-stdin'; Meaning = 'Read the server''s password from the first line of standard input.' }
        @{ Word = '--proxy-password-prompt'; Meaning = 'Ask for the proxy''s password in the terminal.' }
        @{ Word = '--proxy-password-file'; Meaning = 'Read the proxy''s password from the first line of a file.' }
        @{ Word = '--proxy-password-env'; Meaning = 'Read the proxy''s password from an environment variable.' }
        @{ Word = '--proxy-password-stdin'; Meaning = 'Read the proxy''s password from the first line of standard input.' }
        @{ Word = '--client-cert-password'; Meaning = 'Password of the client certificate''s file or key.' }
        @{ Word = '--client-cert-password-prompt'; Meaning = 'Ask for the client certificate''s password in the terminal.' }
        @{ Word = '--client-cert-password-file'; Meaning = 'Read the client certificate''s password from the first line of a file.' }
        @{ Word = '--client-cert-password-env'; Meaning = 'Read the client certificate''s password from an environment variable.' }
        @{ Word = '--client-cert-password-stdin'; Meaning = 'Read the client certificate''s password from the first line of standard input.' }
        @{ Word = '--bearer-file'; Meaning = 'Send `Authorization: Bearer` with the token in this file.' }
        @{ Word = '--bearer-over-http'; Meaning = 'Let the token of --bearer-file go over plain http too.' }
        @{ Word = '--netrc'; Meaning = 'Look up user name and password in the netrc file.' }
        @{ Word = '--netrc-file'; Meaning = 'Look up user name and password in this netrc file.' }
        @{ Word = '--status-callback'; Meaning = 'Send the WINHTTP_CALLBACK_STATUS_ notifications to stderr, json, a file or fd:N.' }
        @{ Word = '--callback-async'; Meaning = 'Add the notifications of asynchronous use.' }
        @{ Word = '--trace-file-prefix'; Meaning = 'How the names of trace logs begin, with a path (netsh: trace-file-prefix).' }
        @{ Word = '--max-trace-file-size'; Meaning = 'The most a trace log may hold (netsh: max-trace-file-size).' }
        @{ Word = '--passport-nexus'; Meaning = 'The nexus, which says where Passport''s login server is.' }
        @{ Word = '--passport-login-server-url'; Meaning = 'Passport''s login server; no nexus is asked then.' }
        @{ Word = '--passport-login-server-realm'; Meaning = 'The realm that the login server must name when it asks for a password.' }
        @{ Word = '--no-reject-userpwd-in-url'; Meaning = 'Turn --reject-userpwd-in-url off.' }
        @{ Word = '--no-receive-proxy-connect-response'; Meaning = 'Turn --receive-proxy-connect-response off.' }
        @{ Word = '--no-use-global-server-credentials'; Meaning = 'Turn --use-global-server-credentials off.' }
        @{ Word = '--no-upgrade-to-web-socket'; Meaning = 'Turn --upgrade-to-web-socket off.' }
        @{ Word = '--no-enabletracing'; Meaning = 'Turn --enabletracing off.' }
        @{ Word = '--no-assured-non-blocking-callbacks'; Meaning = 'Turn --assured-non-blocking-callbacks off.' }
        @{ Word = '--no-quiet'; Meaning = 'Turn --quiet off.' }
        @{ Word = '--no-include'; Meaning = 'Turn --include off.' }
        @{ Word = '--no-json'; Meaning = 'Turn --json off.' }
        @{ Word = '--no-report'; Meaning = 'Turn --report off.' }
        @{ Word = '--no-progress'; Meaning = 'Turn --progress off.' }
        @{ Word = '--no-fail'; Meaning = 'Turn --fail off.' }
        @{ Word = '--no-dry-run'; Meaning = 'Turn --dry-run off.' }
        @{ Word = '--no-curl'; Meaning = 'Turn --curl off.' }
        @{ Word = '--no-show-secrets'; Meaning = 'Turn --show-secrets off.' }
        @{ Word = '--no-head'; Meaning = 'Turn --head off.' }
        @{ Word = '--no-refresh'; Meaning = 'Turn --refresh off.' }
        @{ Word = '--no-escape-percent'; Meaning = 'Turn --escape-percent off.' }
        @{ Word = '--no-escape-disable'; Meaning = 'Turn --escape-disable off.' }
        @{ Word = '--no-escape-disable-query'; Meaning = 'Turn --escape-disable-query off.' }
        @{ Word = '--no-remote-name'; Meaning = 'Turn --remote-name off.' }
        @{ Word = '--no-remote-header-name'; Meaning = 'Turn --remote-header-name off.' }
        @{ Word = '--no-continue'; Meaning = 'Turn --continue off.' }
        @{ Word = '--no-remote-time'; Meaning = 'Turn --remote-time off.' }
        @{ Word = '--no-proxy-auto-detect'; Meaning = 'Turn --proxy-auto-detect off.' }
        @{ Word = '--no-forward-credentials'; Meaning = 'Turn --forward-credentials off.' }
        @{ Word = '--no-aia'; Meaning = 'Turn --aia off.' }
        @{ Word = '--no-stapling'; Meaning = 'Turn --stapling off.' }
        @{ Word = '--no-password-prompt'; Meaning = 'Turn --password-prompt off.' }
        @{ Word = '--no-password-stdin'; Meaning = 'Turn --password-stdin off.' }
        @{ Word = '--no-proxy-password-prompt'; Meaning = 'Turn --proxy-password-prompt off.' }
        @{ Word = '--no-proxy-password-stdin'; Meaning = 'Turn --proxy-password-stdin off.' }
        @{ Word = '--no-client-cert-password-prompt'; Meaning = 'Turn --client-cert-password-prompt off.' }
        @{ Word = '--no-client-cert-password-stdin'; Meaning = 'Turn --client-cert-password-stdin off.' }
        @{ Word = '--no-bearer-over-http'; Meaning = 'Turn --bearer-over-http off.' }
        @{ Word = '--no-netrc'; Meaning = 'Turn --netrc off.' }
        @{ Word = '--no-callback-async'; Meaning = 'Turn --callback-async off.' }
        @{ Word = '--location'; Meaning = 'Follow every redirect.' }
        @{ Word = '-L'; Meaning = 'Follow every redirect.' }
        @{ Word = '--insecure'; Meaning = 'Forgive every certificate fault that has a flag.' }
        @{ Word = '-k'; Meaning = 'Forgive every certificate fault that has a flag.' }
        @{ Word = '--ignore'; Meaning = 'Forgive unknown-ca, wrong-usage, cn-invalid, date-invalid or weak-signature.' }
        @{ Word = '--http2'; Meaning = 'Allow HTTP/2.' }
        @{ Word = '--http1.0'; Meaning = 'Announce HTTP/1.0.' }
        @{ Word = '--ipv4'; Meaning = 'Use IPv4 addresses only.' }
        @{ Word = '-4'; Meaning = 'Use IPv4 addresses only.' }
        @{ Word = '--ipv6'; Meaning = 'Use IPv6 addresses only.' }
        @{ Word = '-6'; Meaning = 'Use IPv6 addresses only.' }
        @{ Word = '--callback'; Meaning = 'Short for --status-callback.' }
        @{ Word = '--help'; Meaning = 'Show the help of the command.' }
        @{ Word = '-h'; Meaning = 'Show the help of the command.' }
        @{ Word = '--version'; Meaning = 'Print the version.' }
        @{ Word = '-V'; Meaning = 'Print the version.' }
        @{ Word = '--send'; Meaning = 'Send this as a message, several in turn, in the place of the lines of standard input.' }
        @{ Word = '--binary'; Meaning = 'Send binary messages: all of standard input is one. What comes is written without line ends.' }
        @{ Word = '--wait'; Meaning = 'Close when all is sent and no message has come for this long; 1, or forever with --count.' }
        @{ Word = '--count'; Meaning = 'Close when this many messages have come.' }
        @{ Word = '--close-code'; Meaning = 'The code to close with; 1000.' }
        @{ Word = '--close-reason'; Meaning = 'The reason to close with; up to 123 bytes.' }
        @{ Word = '--from'; Meaning = 'explain, show: Windows'' own settings to go by (netsh text, advproxy JSON, .reg).' }
        @{ Word = '--releases'; Meaning = 'Try what each Windows release offers, from XP to 11 and the servers.' }
        @{ Word = '--expires-in'; Meaning = 'End with status 20 when a certificate expires within 30d, 2w or 12h.' }
        @{ Word = '--cert'; Meaning = 'Say whether this client certificate would do; it is not sent.' }
        @{ Word = '--for-proxy'; Meaning = 'For a proxy of that name, not for a server.' }
        @{ Word = '--realm'; Meaning = 'Only for challenges that name this realm.' }
        @{ Word = '--with'; Meaning = 'One way to make the request: settings as --set takes them, split by blanks.' }
        @{ Word = '--jobs'; Meaning = 'How many requests run at a time, 8 unless said.' }
        @{ Word = '--ordered'; Meaning = 'Print results in the order of the lines, not as they come.' }
        @{ Word = '--serve'; Meaning = 'Keep the server up until Ctrl-C.' }
    )
    $options = @(
        @{ Word = 'url'; Meaning = 'The address the answer came from, after redirects.' }
        @{ Word = 'user_agent'; Meaning = 'The User-Agent header of every request of the session.' }
        @{ Word = 'http_version'; Meaning = 'The classic HTTP version announced on the request line.' }
        @{ Word = 'enable_http_protocol'; Meaning = 'Newer HTTP versions that may be agreed on.' }
        @{ Word = 'http_protocol_used'; Meaning = 'Which newer HTTP version carried the answer.' }
        @{ Word = 'codepage'; Meaning = 'The code page in which non-ASCII characters of a query are escaped.' }
        @{ Word = 'reject_userpwd_in_url'; Meaning = 'Refuse an address that carries user:password@ (12005).' }
        @{ Word = 'decompression'; Meaning = 'Content codings to ask for and to undo.' }
        @{ Word = 'disable_feature'; Meaning = 'Built-in behaviours to switch off for the request.' }
        @{ Word = 'request_priority'; Meaning = 'Deprecated; changes nothing.' }
        @{ Word = 'read_buffer_size'; Meaning = 'Deprecated; changes nothing.' }
        @{ Word = 'write_buffer_size'; Meaning = 'Deprecated; changes nothing.' }
        @{ Word = 'redirect_policy'; Meaning = 'Which redirects are followed.' }
        @{ Word = 'max_http_automatic_redirects'; Meaning = 'How many redirects are followed before the request fails with 12156.' }
        @{ Word = 'resolve_timeout'; Meaning = 'Time allowed for looking up the host name.' }
        @{ Word = 'connect_timeout'; Meaning = 'Time allowed for each address that is tried.' }
        @{ Word = 'send_timeout'; Meaning = 'Time allowed for each piece that is sent.' }
        @{ Word = 'receive_timeout'; Meaning = 'Time allowed for each piece of the answer: an idle timer.' }
        @{ Word = 'receive_response_timeout'; Meaning = 'Time allowed until the whole head of the answer is there.' }
        @{ Word = 'connect_retries'; Meaning = 'How many addresses of a host are tried before giving up with 12029.' }
        @{ Word = 'max_conns_per_server'; Meaning = 'How many connections one HTTP/1.1 server may have at once.' }
        @{ Word = 'max_conns_per_1_0_server'; Meaning = 'How many connections one HTTP/1.0 server may have at once.' }
        @{ Word = 'connection_info'; Meaning = 'Local and remote address and port that carried the answer.' }
        @{ Word = 'max_http_status_continue'; Meaning = 'How many 1xx answers are passed over before the final one.' }
        @{ Word = 'max_response_header_size'; Meaning = 'The largest head an answer may have.' }
        @{ Word = 'max_response_drain_size'; Meaning = 'How much of an unwanted body is read to keep its connection.' }
        @{ Word = 'secure_protocols'; Meaning = 'The TLS versions that may be agreed on.' }
        @{ Word = 'security_flags'; Meaning = 'Faults of the server''s certificate to forgive; after the handshake, how it was protected.' }
        @{ Word = 'enable_feature'; Meaning = 'Optional TLS behaviours to switch on.' }
        @{ Word = 'client_cert_context'; Meaning = 'The client certificate, or the statement that there is none.' }
        @{ Word = 'client_cert_issuer_list'; Meaning = 'The authorities whose client certificates the server accepts.' }
        @{ Word = 'server_cert_context'; Meaning = 'The server''s certificate itself.' }
        @{ Word = 'security_certificate_struct'; Meaning = 'Subject, issuer, validity and key size, as WinHTTP gives them.' }
        @{ Word = 'security_key_bitness'; Meaning = 'Key length of the agreed cipher, in bits.' }
        @{ Word = 'server_cbt'; Meaning = 'The channel binding token of the TLS connection.' }
        @{ Word = 'proxy'; Meaning = 'The proxy: none, default, automatic, or a list of proxies.' }
        @{ Word = 'proxy_username'; Meaning = 'User name for the proxy.' }
        @{ Word = 'proxy_password'; Meaning = 'Password for the proxy.' }
        @{ Word = 'receive_proxy_connect_response'; Meaning = 'Hand over what a proxy said when it refused CONNECT.' }
        @{ Word = 'is_proxy_connect_response'; Meaning = 'Whether the answer is the proxy''s refusal of CONNECT, not the server''s.' }
        @{ Word = 'proxy_spn_used'; Meaning = 'The service name that was used to authenticate to the proxy.' }
        @{ Word = 'global_proxy_creds'; Meaning = 'Credentials for proxies in the store that the whole process shares.' }
        @{ Word = 'username'; Meaning = 'User name for the server.' }
        @{ Word = 'password'; Meaning = 'Password for the server.' }
        @{ Word = 'autologon_policy'; Meaning = 'Whether the signed-in user''s own credentials answer NTLM and Negotiate.' }
        @{ Word = 'spn'; Meaning = 'Whether the port belongs to the Kerberos service name.' }
        @{ Word = 'server_spn_used'; Meaning = 'The service name that was used to authenticate to the server.' }
        @{ Word = 'global_server_creds'; Meaning = 'Credentials for servers in the store that the whole process shares.' }
        @{ Word = 'use_global_server_credentials'; Meaning = 'Let the process-wide server credentials be tried last.' }
        @{ Word = 'configure_passport_auth'; Meaning = 'Passport sign-in and its key ring, on or off.' }
        @{ Word = 'passport_cobranding_text'; Meaning = 'The partner''s text that came with a Passport challenge.' }
        @{ Word = 'passport_cobranding_url'; Meaning = 'The address of the partner''s picture that came with a Passport challenge.' }
        @{ Word = 'passport_return_url'; Meaning = 'Where the Passport login server sends the client back to.' }
        @{ Word = 'passport_sign_out'; Meaning = 'Sign out of Passport for one return address.' }
        @{ Word = 'upgrade_to_web_socket'; Meaning = 'Make the request a WebSocket handshake.' }
        @{ Word = 'web_socket_close_timeout'; Meaning = 'How long closing waits for the peer''s close frame.' }
        @{ Word = 'web_socket_keepalive_interval'; Meaning = 'Silence after which a keep-alive frame is sent.' }
        @{ Word = 'web_socket_receive_buffer_size'; Meaning = 'The receive buffer of a WebSocket.' }
        @{ Word = 'web_socket_send_buffer_size'; Meaning = 'The send buffer of a WebSocket.' }
        @{ Word = 'callback'; Meaning = 'The status callback that is installed.' }
        @{ Word = 'context_value'; Meaning = 'A number of your own that comes back with every event.' }
        @{ Word = 'extended_error'; Meaning = 'The socket error behind the last failure.' }
        @{ Word = 'handle_type'; Meaning = 'The kind of the handle that is asked.' }
        @{ Word = 'parent_handle'; Meaning = 'The handle from which the asked one was made.' }
        @{ Word = 'enabletracing'; Meaning = 'The built-in trace log of the process, on or off.' }
        @{ Word = 'assured_non_blocking_callbacks'; Meaning = 'A promise to Windows that the status callback never blocks.' }
        @{ Word = 'unload_notify_event'; Meaning = 'An event Windows signals when the session''s last callback has run.' }
        @{ Word = 'worker_thread_count'; Meaning = 'How many threads work on asynchronous requests; 0 is one for each CPU.' }
        @{ Word = 'as'; Meaning = 'Start from the defaults of a Windows release.' }
        @{ Word = 'profile'; Meaning = 'Use the table [profile.NAME] of the configuration.' }
        @{ Word = 'config'; Meaning = 'Read this configuration file instead of the usual one; none reads no file.' }
        @{ Word = 'set'; Meaning = 'Set any option by its name, number or key.' }
        @{ Word = 'query'; Meaning = 'Print just the value of this option, for scripts.' }
        @{ Word = 'verbose'; Meaning = 'Show what happens, line by line, with the source of each decision; -vv adds bytes.' }
        @{ Word = 'quiet'; Meaning = 'Print nothing on standard error, not even errors.' }
        @{ Word = 'include'; Meaning = 'Print the head of the answer before its body.' }
        @{ Word = 'json'; Meaning = 'Print one JSON document with everything about the request.' }
        @{ Word = 'json_body_limit'; Meaning = 'Largest body that --json carries.' }
        @{ Word = 'report'; Meaning = 'Print the summary lines even when standard error is not a terminal.' }
        @{ Word = 'report_sections'; Meaning = 'Report these facts of every exchange in full, on standard error.' }
        @{ Word = 'color'; Meaning = 'When to colour output.' }
        @{ Word = 'width'; Meaning = 'Columns to lay reports out for; 0 asks the terminal.' }
        @{ Word = 'charset'; Meaning = 'Take the body to be in this character set when showing it.' }
        @{ Word = 'progress'; Meaning = 'Show progress on a terminal''s standard error.' }
        @{ Word = 'max_time'; Meaning = 'Time allowed for the whole request, in seconds; 0 is no limit.' }
        @{ Word = 'retry'; Meaning = 'Try again this often after a failure that may pass.' }
        @{ Word = 'expect'; Meaning = 'Fail with status 20 unless this value comes out.' }
        @{ Word = 'fail'; Meaning = 'End with status 22 when the HTTP status is 400 or more.' }
        @{ Word = 'dry_run'; Meaning = 'Show the request that would be sent, with its sources; send nothing.' }
        @{ Word = 'curl'; Meaning = 'Print the curl command that sends the same request; send nothing.' }
        @{ Word = 'har'; Meaning = 'Write the exchanges to a HAR 1.2 file.' }
        @{ Word = 'show_secrets'; Meaning = 'Show credentials in traces, JSON and exports.' }
        @{ Word = 'header'; Meaning = 'Add a header field, or replace the automatic one of that name.' }
        @{ Word = 'header_if_new'; Meaning = 'Add a header field, and fail with 12155 where its name is there already.' }
        @{ Word = 'header_coalesce'; Meaning = 'Join a value to a header field with a comma; add the field where it is missing.' }
        @{ Word = 'header_coalesce_semicolon'; Meaning = 'Join a value to a header field with a semicolon; add the field where it is missing.' }
        @{ Word = 'header_replace'; Meaning = 'Replace a header field, and fail with 12150 where it is missing.' }
        @{ Word = 'remove_header'; Meaning = 'Leave out a header field, an automatic one included.' }
        @{ Word = 'query_param'; Meaning = 'Add a parameter to the query of the address.' }
        @{ Word = 'data'; Meaning = 'Request body: text, a file, or standard input.' }
        @{ Word = 'data_urlencode'; Meaning = 'Request body part, percent-encoded for a form.' }
        @{ Word = 'form'; Meaning = 'A part of a multipart/form-data body.' }
        @{ Word = 'json_body'; Meaning = 'A member of a JSON body.' }
        @{ Word = 'upload_file'; Meaning = 'Send a file as the body, streamed.' }
        @{ Word = 'referer'; Meaning = 'The Referer header, as WinHttpOpenRequest takes it.' }
        @{ Word = 'cookie'; Meaning = 'Cookies to send with the request, NAME=VALUE.' }
        @{ Word = 'cookie_jar'; Meaning = 'Keep cookies in this file between runs.' }
        @{ Word = 'head'; Meaning = 'Ask for the head only, with method HEAD, and print it.' }
        @{ Word = 'refresh'; Meaning = 'Ask caches for a fresh copy (WINHTTP_FLAG_REFRESH).' }
        @{ Word = 'escape_percent'; Meaning = 'Escape the percent sign too (WINHTTP_FLAG_ESCAPE_PERCENT).' }
        @{ Word = 'escape_disable'; Meaning = 'Escape nothing but blanks and non-ASCII (WINHTTP_FLAG_ESCAPE_DISABLE).' }
        @{ Word = 'escape_disable_query'; Meaning = 'The same for the query alone (WINHTTP_FLAG_ESCAPE_DISABLE_QUERY).' }
        @{ Word = 'extra_codings'; Meaning = 'Content codings that WinHTTP lacks, asked for and undone beside --decompression''s.' }
        @{ Word = 'output'; Meaning = 'Save the body in this file.' }
        @{ Word = 'remote_name'; Meaning = 'Save the body under the last part of the address''s path.' }
        @{ Word = 'remote_header_name'; Meaning = 'Let the server name the file (Content-Disposition), made safe.' }
        @{ Word = 'output_dir'; Meaning = 'Save files in this directory.' }
        @{ Word = 'continue'; Meaning = 'Go on with a part file instead of starting over.' }
        @{ Word = 'dump_header'; Meaning = 'Write the heads of all answers to this file.' }
        @{ Word = 'remote_time'; Meaning = 'Give the saved file the time of Last-Modified.' }
        @{ Word = 'address_family'; Meaning = 'Which addresses of a name to use: any, ipv4 or ipv6.' }
        @{ Word = 'resolve'; Meaning = 'Answer the lookup of HOST:PORT with these addresses.' }
        @{ Word = 'connect_to'; Meaning = 'Connect to HOST2:PORT2 wherever HOST1:PORT1 is asked for.' }
        @{ Word = 'interface'; Meaning = 'Leave the machine by this local address or interface.' }
        @{ Word = 'unix_socket'; Meaning = 'Connect to this Unix socket instead of a host.' }
        @{ Word = 'proxy_bypass'; Meaning = 'Hosts that are reached without the proxy: the bypass list of option PROXY.' }
        @{ Word = 'proxy_pac'; Meaning = 'Let this PAC script choose the proxy.' }
        @{ Word = 'proxy_auto_detect'; Meaning = 'Look for a PAC script on the network (WPAD).' }
        @{ Word = 'pac_timeout'; Meaning = 'Time allowed for one run of the PAC script.' }
        @{ Word = 'forward_credentials'; Meaning = 'Let credentials and cookies given by hand follow a redirect to another origin.' }
        @{ Word = 'ca_file'; Meaning = 'Trust the roots in this PEM file, and no others.' }
        @{ Word = 'ca_directory'; Meaning = 'Trust the roots in this directory of hashed PEM files.' }
        @{ Word = 'stores'; Meaning = 'Which stores of roots to trust: certifi, system, a file, a directory.' }
        @{ Word = 'crl_file'; Meaning = 'Add this revocation list to those that are looked at.' }
        @{ Word = 'aia'; Meaning = 'Fetch a missing intermediate certificate, as Windows would.' }
        @{ Word = 'stapling'; Meaning = 'Ask the server for a stapled OCSP answer and show it.' }
        @{ Word = 'sni'; Meaning = 'The server name to send in the handshake, instead of the host.' }
        @{ Word = 'client_cert_key'; Meaning = 'The private key of --client-cert-context, when it is a file of its own.' }
        @{ Word = 'cert_out'; Meaning = 'Save the certificates the server sent, as PEM.' }
        @{ Word = 'tls_key_log'; Meaning = 'Write the TLS secrets to this file, for Wireshark.' }
        @{ Word = 'user'; Meaning = 'User name and password for the server in one: sets USERNAME and PASSWORD.' }
        @{ Word = 'auth_scheme'; Meaning = 'Name the scheme for the server, the way of WinHttpSetCredentials.' }
        @{ Word = 'proxy_auth_scheme'; Meaning = 'Name the scheme for the proxy.' }
        @{ Word = 'password_prompt'; Meaning = 'Ask for the server''s password in the terminal.' }
        @{ Word = 'password_file'; Meaning = 'Read the server''s password from the first line of a file.' }
        @{ Word = 'password_env'; Meaning = 'Read the server''s password from an environment variable.' }
        @{ Word = 'password_stdin'; Meaning = 'Read the server''s password from the first line of standard input.' }
        @{ Word = 'proxy_password_prompt'; Meaning = 'Ask for the proxy''s password in the terminal.' }
        @{ Word = 'proxy_password_file'; Meaning = 'Read the proxy''s password from the first line of a file.' }
        @{ Word = 'proxy_password_env'; Meaning = 'Read the proxy''s password from an environment variable.' }
        @{ Word = 'proxy_password_stdin'; Meaning = 'Read the proxy''s password from the first line of standard input.' }
        @{ Word = 'client_cert_password'; Meaning = 'Password of the client certificate''s file or key.' }
        @{ Word = 'client_cert_password_prompt'; Meaning = 'Ask for the client certificate''s password in the terminal.' }
        @{ Word = 'client_cert_password_file'; Meaning = 'Read the client certificate''s password from the first line of a file.' }
        @{ Word = 'client_cert_password_env'; Meaning = 'Read the client certificate''s password from an environment variable.' }
        @{ Word = 'client_cert_password_stdin'; Meaning = 'Read the client certificate''s password from the first line of standard input.' }
        @{ Word = 'bearer_file'; Meaning = 'Send `Authorization: Bearer` with the token in this file.' }
        @{ Word = 'bearer_over_http'; Meaning = 'Let the token of --bearer-file go over plain http too.' }
        @{ Word = 'netrc'; Meaning = 'Look up user name and password in the netrc file.' }
        @{ Word = 'netrc_file'; Meaning = 'Look up user name and password in this netrc file.' }
        @{ Word = 'status_callback'; Meaning = 'Send the WINHTTP_CALLBACK_STATUS_ notifications to stderr, json, a file or fd:N.' }
        @{ Word = 'callback_async'; Meaning = 'Add the notifications of asynchronous use.' }
        @{ Word = 'trace_file_prefix'; Meaning = 'How the names of trace logs begin, with a path (netsh: trace-file-prefix).' }
        @{ Word = 'max_trace_file_size'; Meaning = 'The most a trace log may hold (netsh: max-trace-file-size).' }
        @{ Word = 'passport_nexus'; Meaning = 'The nexus, which says where Passport''s login server is.' }
        @{ Word = 'passport_login_server_url'; Meaning = 'Passport''s login server; no nexus is asked then.' }
        @{ Word = 'passport_login_server_realm'; Meaning = 'The realm that the login server must name when it asks for a password.' }
    )
    $settable = @(
        @{ Word = 'user_agent'; Meaning = 'The User-Agent header of every request of the session.' }
        @{ Word = 'http_version'; Meaning = 'The classic HTTP version announced on the request line.' }
        @{ Word = 'enable_http_protocol'; Meaning = 'Newer HTTP versions that may be agreed on.' }
        @{ Word = 'codepage'; Meaning = 'The code page in which non-ASCII characters of a query are escaped.' }
        @{ Word = 'reject_userpwd_in_url'; Meaning = 'Refuse an address that carries user:password@ (12005).' }
        @{ Word = 'decompression'; Meaning = 'Content codings to ask for and to undo.' }
        @{ Word = 'disable_feature'; Meaning = 'Built-in behaviours to switch off for the request.' }
        @{ Word = 'request_priority'; Meaning = 'Deprecated; changes nothing.' }
        @{ Word = 'read_buffer_size'; Meaning = 'Deprecated; changes nothing.' }
        @{ Word = 'write_buffer_size'; Meaning = 'Deprecated; changes nothing.' }
        @{ Word = 'redirect_policy'; Meaning = 'Which redirects are followed.' }
        @{ Word = 'max_http_automatic_redirects'; Meaning = 'How many redirects are followed before the request fails with 12156.' }
        @{ Word = 'resolve_timeout'; Meaning = 'Time allowed for looking up the host name.' }
        @{ Word = 'connect_timeout'; Meaning = 'Time allowed for each address that is tried.' }
        @{ Word = 'send_timeout'; Meaning = 'Time allowed for each piece that is sent.' }
        @{ Word = 'receive_timeout'; Meaning = 'Time allowed for each piece of the answer: an idle timer.' }
        @{ Word = 'receive_response_timeout'; Meaning = 'Time allowed until the whole head of the answer is there.' }
        @{ Word = 'connect_retries'; Meaning = 'How many addresses of a host are tried before giving up with 12029.' }
        @{ Word = 'max_conns_per_server'; Meaning = 'How many connections one HTTP/1.1 server may have at once.' }
        @{ Word = 'max_conns_per_1_0_server'; Meaning = 'How many connections one HTTP/1.0 server may have at once.' }
        @{ Word = 'max_http_status_continue'; Meaning = 'How many 1xx answers are passed over before the final one.' }
        @{ Word = 'max_response_header_size'; Meaning = 'The largest head an answer may have.' }
        @{ Word = 'max_response_drain_size'; Meaning = 'How much of an unwanted body is read to keep its connection.' }
        @{ Word = 'secure_protocols'; Meaning = 'The TLS versions that may be agreed on.' }
        @{ Word = 'security_flags'; Meaning = 'Faults of the server''s certificate to forgive; after the handshake, how it was protected.' }
        @{ Word = 'enable_feature'; Meaning = 'Optional TLS behaviours to switch on.' }
        @{ Word = 'client_cert_context'; Meaning = 'The client certificate, or the statement that there is none.' }
        @{ Word = 'proxy'; Meaning = 'The proxy: none, default, automatic, or a list of proxies.' }
        @{ Word = 'proxy_username'; Meaning = 'User name for the proxy.' }
        @{ Word = 'proxy_password'; Meaning = 'Password for the proxy.' }
        @{ Word = 'receive_proxy_connect_response'; Meaning = 'Hand over what a proxy said when it refused CONNECT.' }
        @{ Word = 'global_proxy_creds'; Meaning = 'Credentials for proxies in the store that the whole process shares.' }
        @{ Word = 'username'; Meaning = 'User name for the server.' }
        @{ Word = 'password'; Meaning = 'Password for the server.' }
        @{ Word = 'autologon_policy'; Meaning = 'Whether the signed-in user''s own credentials answer NTLM and Negotiate.' }
        @{ Word = 'spn'; Meaning = 'Whether the port belongs to the Kerberos service name.' }
        @{ Word = 'global_server_creds'; Meaning = 'Credentials for servers in the store that the whole process shares.' }
        @{ Word = 'use_global_server_credentials'; Meaning = 'Let the process-wide server credentials be tried last.' }
        @{ Word = 'configure_passport_auth'; Meaning = 'Passport sign-in and its key ring, on or off.' }
        @{ Word = 'passport_sign_out'; Meaning = 'Sign out of Passport for one return address.' }
        @{ Word = 'upgrade_to_web_socket'; Meaning = 'Make the request a WebSocket handshake.' }
        @{ Word = 'web_socket_close_timeout'; Meaning = 'How long closing waits for the peer''s close frame.' }
        @{ Word = 'web_socket_keepalive_interval'; Meaning = 'Silence after which a keep-alive frame is sent.' }
        @{ Word = 'web_socket_receive_buffer_size'; Meaning = 'The receive buffer of a WebSocket.' }
        @{ Word = 'web_socket_send_buffer_size'; Meaning = 'The send buffer of a WebSocket.' }
        @{ Word = 'context_value'; Meaning = 'A number of your own that comes back with every event.' }
        @{ Word = 'enabletracing'; Meaning = 'The built-in trace log of the process, on or off.' }
        @{ Word = 'assured_non_blocking_callbacks'; Meaning = 'A promise to Windows that the status callback never blocks.' }
        @{ Word = 'unload_notify_event'; Meaning = 'An event Windows signals when the session''s last callback has run.' }
        @{ Word = 'worker_thread_count'; Meaning = 'How many threads work on asynchronous requests; 0 is one for each CPU.' }
        @{ Word = 'as'; Meaning = 'Start from the defaults of a Windows release.' }
        @{ Word = 'profile'; Meaning = 'Use the table [profile.NAME] of the configuration.' }
        @{ Word = 'config'; Meaning = 'Read this configuration file instead of the usual one; none reads no file.' }
        @{ Word = 'set'; Meaning = 'Set any option by its name, number or key.' }
        @{ Word = 'query'; Meaning = 'Print just the value of this option, for scripts.' }
        @{ Word = 'verbose'; Meaning = 'Show what happens, line by line, with the source of each decision; -vv adds bytes.' }
        @{ Word = 'quiet'; Meaning = 'Print nothing on standard error, not even errors.' }
        @{ Word = 'include'; Meaning = 'Print the head of the answer before its body.' }
        @{ Word = 'json'; Meaning = 'Print one JSON document with everything about the request.' }
        @{ Word = 'json_body_limit'; Meaning = 'Largest body that --json carries.' }
        @{ Word = 'report'; Meaning = 'Print the summary lines even when standard error is not a terminal.' }
        @{ Word = 'report_sections'; Meaning = 'Report these facts of every exchange in full, on standard error.' }
        @{ Word = 'color'; Meaning = 'When to colour output.' }
        @{ Word = 'width'; Meaning = 'Columns to lay reports out for; 0 asks the terminal.' }
        @{ Word = 'charset'; Meaning = 'Take the body to be in this character set when showing it.' }
        @{ Word = 'progress'; Meaning = 'Show progress on a terminal''s standard error.' }
        @{ Word = 'max_time'; Meaning = 'Time allowed for the whole request, in seconds; 0 is no limit.' }
        @{ Word = 'retry'; Meaning = 'Try again this often after a failure that may pass.' }
        @{ Word = 'expect'; Meaning = 'Fail with status 20 unless this value comes out.' }
        @{ Word = 'fail'; Meaning = 'End with status 22 when the HTTP status is 400 or more.' }
        @{ Word = 'dry_run'; Meaning = 'Show the request that would be sent, with its sources; send nothing.' }
        @{ Word = 'curl'; Meaning = 'Print the curl command that sends the same request; send nothing.' }
        @{ Word = 'har'; Meaning = 'Write the exchanges to a HAR 1.2 file.' }
        @{ Word = 'show_secrets'; Meaning = 'Show credentials in traces, JSON and exports.' }
        @{ Word = 'header'; Meaning = 'Add a header field, or replace the automatic one of that name.' }
        @{ Word = 'header_if_new'; Meaning = 'Add a header field, and fail with 12155 where its name is there already.' }
        @{ Word = 'header_coalesce'; Meaning = 'Join a value to a header field with a comma; add the field where it is missing.' }
        @{ Word = 'header_coalesce_semicolon'; Meaning = 'Join a value to a header field with a semicolon; add the field where it is missing.' }
        @{ Word = 'header_replace'; Meaning = 'Replace a header field, and fail with 12150 where it is missing.' }
        @{ Word = 'remove_header'; Meaning = 'Leave out a header field, an automatic one included.' }
        @{ Word = 'query_param'; Meaning = 'Add a parameter to the query of the address.' }
        @{ Word = 'data'; Meaning = 'Request body: text, a file, or standard input.' }
        @{ Word = 'data_urlencode'; Meaning = 'Request body part, percent-encoded for a form.' }
        @{ Word = 'form'; Meaning = 'A part of a multipart/form-data body.' }
        @{ Word = 'json_body'; Meaning = 'A member of a JSON body.' }
        @{ Word = 'upload_file'; Meaning = 'Send a file as the body, streamed.' }
        @{ Word = 'referer'; Meaning = 'The Referer header, as WinHttpOpenRequest takes it.' }
        @{ Word = 'cookie'; Meaning = 'Cookies to send with the request, NAME=VALUE.' }
        @{ Word = 'cookie_jar'; Meaning = 'Keep cookies in this file between runs.' }
        @{ Word = 'head'; Meaning = 'Ask for the head only, with method HEAD, and print it.' }
        @{ Word = 'refresh'; Meaning = 'Ask caches for a fresh copy (WINHTTP_FLAG_REFRESH).' }
        @{ Word = 'escape_percent'; Meaning = 'Escape the percent sign too (WINHTTP_FLAG_ESCAPE_PERCENT).' }
        @{ Word = 'escape_disable'; Meaning = 'Escape nothing but blanks and non-ASCII (WINHTTP_FLAG_ESCAPE_DISABLE).' }
        @{ Word = 'escape_disable_query'; Meaning = 'The same for the query alone (WINHTTP_FLAG_ESCAPE_DISABLE_QUERY).' }
        @{ Word = 'extra_codings'; Meaning = 'Content codings that WinHTTP lacks, asked for and undone beside --decompression''s.' }
        @{ Word = 'output'; Meaning = 'Save the body in this file.' }
        @{ Word = 'remote_name'; Meaning = 'Save the body under the last part of the address''s path.' }
        @{ Word = 'remote_header_name'; Meaning = 'Let the server name the file (Content-Disposition), made safe.' }
        @{ Word = 'output_dir'; Meaning = 'Save files in this directory.' }
        @{ Word = 'continue'; Meaning = 'Go on with a part file instead of starting over.' }
        @{ Word = 'dump_header'; Meaning = 'Write the heads of all answers to this file.' }
        @{ Word = 'remote_time'; Meaning = 'Give the saved file the time of Last-Modified.' }
        @{ Word = 'address_family'; Meaning = 'Which addresses of a name to use: any, ipv4 or ipv6.' }
        @{ Word = 'resolve'; Meaning = 'Answer the lookup of HOST:PORT with these addresses.' }
        @{ Word = 'connect_to'; Meaning = 'Connect to HOST2:PORT2 wherever HOST1:PORT1 is asked for.' }
        @{ Word = 'interface'; Meaning = 'Leave the machine by this local address or interface.' }
        @{ Word = 'unix_socket'; Meaning = 'Connect to this Unix socket instead of a host.' }
        @{ Word = 'proxy_bypass'; Meaning = 'Hosts that are reached without the proxy: the bypass list of option PROXY.' }
        @{ Word = 'proxy_pac'; Meaning = 'Let this PAC script choose the proxy.' }
        @{ Word = 'proxy_auto_detect'; Meaning = 'Look for a PAC script on the network (WPAD).' }
        @{ Word = 'pac_timeout'; Meaning = 'Time allowed for one run of the PAC script.' }
        @{ Word = 'forward_credentials'; Meaning = 'Let credentials and cookies given by hand follow a redirect to another origin.' }
        @{ Word = 'ca_file'; Meaning = 'Trust the roots in this PEM file, and no others.' }
        @{ Word = 'ca_directory'; Meaning = 'Trust the roots in this directory of hashed PEM files.' }
        @{ Word = 'stores'; Meaning = 'Which stores of roots to trust: certifi, system, a file, a directory.' }
        @{ Word = 'crl_file'; Meaning = 'Add this revocation list to those that are looked at.' }
        @{ Word = 'aia'; Meaning = 'Fetch a missing intermediate certificate, as Windows would.' }
        @{ Word = 'stapling'; Meaning = 'Ask the server for a stapled OCSP answer and show it.' }
        @{ Word = 'sni'; Meaning = 'The server name to send in the handshake, instead of the host.' }
        @{ Word = 'client_cert_key'; Meaning = 'The private key of --client-cert-context, when it is a file of its own.' }
        @{ Word = 'cert_out'; Meaning = 'Save the certificates the server sent, as PEM.' }
        @{ Word = 'tls_key_log'; Meaning = 'Write the TLS secrets to this file, for Wireshark.' }
        @{ Word = 'user'; Meaning = 'User name and password for the server in one: sets USERNAME and PASSWORD.' }
        @{ Word = 'auth_scheme'; Meaning = 'Name the scheme for the server, the way of WinHttpSetCredentials.' }
        @{ Word = 'proxy_auth_scheme'; Meaning = 'Name the scheme for the proxy.' }
        @{ Word = 'password_prompt'; Meaning = 'Ask for the server''s password in the terminal.' }
        @{ Word = 'password_file'; Meaning = 'Read the server''s password from the first line of a file.' }
        @{ Word = 'password_env'; Meaning = 'Read the server''s password from an environment variable.' }
        @{ Word = 'password_stdin'; Meaning = 'Read the server''s password from the first line of standard input.' }
        @{ Word = 'proxy_password_prompt'; Meaning = 'Ask for the proxy''s password in the terminal.' }
        @{ Word = 'proxy_password_file'; Meaning = 'Read the proxy''s password from the first line of a file.' }
        @{ Word = 'proxy_password_env'; Meaning = 'Read the proxy''s password from an environment variable.' }
        @{ Word = 'proxy_password_stdin'; Meaning = 'Read the proxy''s password from the first line of standard input.' }
        @{ Word = 'client_cert_password'; Meaning = 'Password of the client certificate''s file or key.' }
        @{ Word = 'client_cert_password_prompt'; Meaning = 'Ask for the client certificate''s password in the terminal.' }
        @{ Word = 'client_cert_password_file'; Meaning = 'Read the client certificate''s password from the first line of a file.' }
        @{ Word = 'client_cert_password_env'; Meaning = 'Read the client certificate''s password from an environment variable.' }
        @{ Word = 'client_cert_password_stdin'; Meaning = 'Read the client certificate''s password from the first line of standard input.' }
        @{ Word = 'bearer_file'; Meaning = 'Send `Authorization: Bearer` with the token in this file.' }
        @{ Word = 'bearer_over_http'; Meaning = 'Let the token of --bearer-file go over plain http too.' }
        @{ Word = 'netrc'; Meaning = 'Look up user name and password in the netrc file.' }
        @{ Word = 'netrc_file'; Meaning = 'Look up user name and password in this netrc file.' }
        @{ Word = 'status_callback'; Meaning = 'Send the WINHTTP_CALLBACK_STATUS_ notifications to stderr, json, a file or fd:N.' }
        @{ Word = 'callback_async'; Meaning = 'Add the notifications of asynchronous use.' }
        @{ Word = 'trace_file_prefix'; Meaning = 'How the names of trace logs begin, with a path (netsh: trace-file-prefix).' }
        @{ Word = 'max_trace_file_size'; Meaning = 'The most a trace log may hold (netsh: max-trace-file-size).' }
        @{ Word = 'passport_nexus'; Meaning = 'The nexus, which says where Passport''s login server is.' }
        @{ Word = 'passport_login_server_url'; Meaning = 'Passport''s login server; no nexus is asked then.' }
        @{ Word = 'passport_login_server_realm'; Meaning = 'The realm that the login server must name when it asks for a password.' }
    )
    $queryable = @(
        @{ Word = 'url'; Meaning = 'The address the answer came from, after redirects.' }
        @{ Word = 'user_agent'; Meaning = 'The User-Agent header of every request of the session.' }
        @{ Word = 'http_version'; Meaning = 'The classic HTTP version announced on the request line.' }
        @{ Word = 'http_protocol_used'; Meaning = 'Which newer HTTP version carried the answer.' }
        @{ Word = 'request_priority'; Meaning = 'Deprecated; changes nothing.' }
        @{ Word = 'read_buffer_size'; Meaning = 'Deprecated; changes nothing.' }
        @{ Word = 'write_buffer_size'; Meaning = 'Deprecated; changes nothing.' }
        @{ Word = 'redirect_policy'; Meaning = 'Which redirects are followed.' }
        @{ Word = 'max_http_automatic_redirects'; Meaning = 'How many redirects are followed before the request fails with 12156.' }
        @{ Word = 'resolve_timeout'; Meaning = 'Time allowed for looking up the host name.' }
        @{ Word = 'connect_timeout'; Meaning = 'Time allowed for each address that is tried.' }
        @{ Word = 'send_timeout'; Meaning = 'Time allowed for each piece that is sent.' }
        @{ Word = 'receive_timeout'; Meaning = 'Time allowed for each piece of the answer: an idle timer.' }
        @{ Word = 'receive_response_timeout'; Meaning = 'Time allowed until the whole head of the answer is there.' }
        @{ Word = 'connect_retries'; Meaning = 'How many addresses of a host are tried before giving up with 12029.' }
        @{ Word = 'max_conns_per_server'; Meaning = 'How many connections one HTTP/1.1 server may have at once.' }
        @{ Word = 'max_conns_per_1_0_server'; Meaning = 'How many connections one HTTP/1.0 server may have at once.' }
        @{ Word = 'connection_info'; Meaning = 'Local and remote address and port that carried the answer.' }
        @{ Word = 'max_http_status_continue'; Meaning = 'How many 1xx answers are passed over before the final one.' }
        @{ Word = 'max_response_header_size'; Meaning = 'The largest head an answer may have.' }
        @{ Word = 'max_response_drain_size'; Meaning = 'How much of an unwanted body is read to keep its connection.' }
        @{ Word = 'security_flags'; Meaning = 'Faults of the server''s certificate to forgive; after the handshake, how it was protected.' }
        @{ Word = 'client_cert_issuer_list'; Meaning = 'The authorities whose client certificates the server accepts.' }
        @{ Word = 'server_cert_context'; Meaning = 'The server''s certificate itself.' }
        @{ Word = 'security_certificate_struct'; Meaning = 'Subject, issuer, validity and key size, as WinHTTP gives them.' }
        @{ Word = 'security_key_bitness'; Meaning = 'Key length of the agreed cipher, in bits.' }
        @{ Word = 'server_cbt'; Meaning = 'The channel binding token of the TLS connection.' }
        @{ Word = 'proxy'; Meaning = 'The proxy: none, default, automatic, or a list of proxies.' }
        @{ Word = 'proxy_username'; Meaning = 'User name for the proxy.' }
        @{ Word = 'proxy_password'; Meaning = 'Password for the proxy.' }
        @{ Word = 'is_proxy_connect_response'; Meaning = 'Whether the answer is the proxy''s refusal of CONNECT, not the server''s.' }
        @{ Word = 'proxy_spn_used'; Meaning = 'The service name that was used to authenticate to the proxy.' }
        @{ Word = 'username'; Meaning = 'User name for the server.' }
        @{ Word = 'password'; Meaning = 'Password for the server.' }
        @{ Word = 'server_spn_used'; Meaning = 'The service name that was used to authenticate to the server.' }
        @{ Word = 'passport_cobranding_text'; Meaning = 'The partner''s text that came with a Passport challenge.' }
        @{ Word = 'passport_cobranding_url'; Meaning = 'The address of the partner''s picture that came with a Passport challenge.' }
        @{ Word = 'passport_return_url'; Meaning = 'Where the Passport login server sends the client back to.' }
        @{ Word = 'web_socket_receive_buffer_size'; Meaning = 'The receive buffer of a WebSocket.' }
        @{ Word = 'web_socket_send_buffer_size'; Meaning = 'The send buffer of a WebSocket.' }
        @{ Word = 'callback'; Meaning = 'The status callback that is installed.' }
        @{ Word = 'context_value'; Meaning = 'A number of your own that comes back with every event.' }
        @{ Word = 'extended_error'; Meaning = 'The socket error behind the last failure.' }
        @{ Word = 'handle_type'; Meaning = 'The kind of the handle that is asked.' }
        @{ Word = 'parent_handle'; Meaning = 'The handle from which the asked one was made.' }
        @{ Word = 'enabletracing'; Meaning = 'The built-in trace log of the process, on or off.' }
        @{ Word = 'status'; Meaning = 'The HTTP status of the answer.' }
        @{ Word = 'error'; Meaning = 'WinHTTP''s number of the failure, 0 for none.' }
        @{ Word = 'milliseconds'; Meaning = 'How long all of it took.' }
        @{ Word = 'received'; Meaning = 'The bytes of the body that came.' }
        @{ Word = 'redirects'; Meaning = 'How many redirects were followed.' }
        @{ Word = 'close-code'; Meaning = 'The code a WebSocket was closed with.' }
        @{ Word = 'close-reason'; Meaning = 'The reason that came with it.' }
        @{ Word = 'messages'; Meaning = 'How many messages came over a WebSocket.' }
        @{ Word = 'header:'; Meaning = 'A field of the answer, by its name.' }
    )
    $valued = '--user-agent', '-A', '--http-version', '--enable-http-protocol', '--codepage', '--decompression', '--disable-feature', '--request-priority', '--read-buffer-size', '--write-buffer-size', '--redirect-policy', '--max-http-automatic-redirects', '--resolve-timeout', '--connect-timeout', '--send-timeout', '--receive-timeout', '--receive-response-timeout', '--connect-retries', '--max-conns-per-server', '--max-conns-per-1-0-server', '--max-http-status-continue', '--max-response-header-size', '--max-response-drain-size', '--secure-protocols', '--security-flags', '--enable-feature', '--client-cert-context', '--proxy', '-x', '--proxy-username', '--proxy-password', '--global-proxy-creds', '--username', '--password', '--autologon-policy', '--spn', '--global-server-creds', '--configure-passport-auth', '--passport-sign-out', '--web-socket-close-timeout', '--web-socket-keepalive-interval', '--web-socket-receive-buffer-size', '--web-socket-send-buffer-size', '--context-value', '--unload-notify-event', '--worker-thread-count', '--as', '--profile', '--config', '--set', '--query', '--json-body-limit', '--report-sections', '--color', '--width', '--charset', '--max-time', '--retry', '--expect', '--har', '--header', '-H', '--header-if-new', '--header-coalesce', '--header-coalesce-semicolon', '--header-replace', '--remove-header', '--query-param', '--data', '-d', '--data-urlencode', '--form', '-F', '--json-body', '-j', '--upload-file', '-T', '--referer', '-e', '--cookie', '-b', '--cookie-jar', '--extra-codings', '--output', '-o', '--output-dir', '--dump-header', '-D', '--address-family', '--resolve', '--connect-to', '--interface', '--unix-socket', '--proxy-bypass', '--proxy-pac', '--pac-timeout', '--ca-file', '--ca-directory', '--stores', '--crl-file', '--sni', '--client-cert-key', '--cert-out', '--tls-key-log', '--user', '-u', '--auth-scheme', '--proxy-auth-scheme', '--password-file', '--password-env', '--proxy-password-file', '--proxy-password-env', '--client-cert-password', '--client-cert-password-file', '--client-cert-password-env', '--bearer-file', '--netrc-file', '--status-callback', '--trace-file-prefix', '--max-trace-file-size', '--passport-nexus', '--passport-login-server-url', '--passport-login-server-realm', '--ignore', '--callback', '--send', '--wait', '--count', '--close-code', '--close-reason', '--from', '--expires-in', '--cert', '--realm', '--with', '--jobs'
    $lists = '--enable-http-protocol', '--decompression', '--disable-feature', '--secure-protocols', '--security-flags', '--enable-feature', '--configure-passport-auth', '--report-sections', '--extra-codings', '--ignore'
    $words = [System.Collections.Hashtable]::new([StringComparer]::Ordinal)
    $words['--http-version'] = @(
        @{ Word = '1.0'; Meaning = 'no keep-alive by default, no chunked bodies' }
        @{ Word = '1.1'; Meaning = 'the usual version' }
    )
    $words['--enable-http-protocol'] = @(
        @{ Word = 'http2'; Meaning = 'HTTP/2, agreed by ALPN on https' }
    )
    $words['--codepage'] = @(
        @{ Word = 'acp'; Meaning = 'the ANSI code page of the system' }
        @{ Word = 'oemcp'; Meaning = 'the OEM code page of the system' }
        @{ Word = 'utf7'; Meaning = 'UTF-7' }
        @{ Word = 'utf8'; Meaning = 'UTF-8' }
    )
    $words['--decompression'] = @(
        @{ Word = 'gzip'; Meaning = 'offer and undo gzip' }
        @{ Word = 'deflate'; Meaning = 'offer and undo deflate' }
        @{ Word = 'all'; Meaning = 'every coding WinHTTP knows' }
    )
    $words['--disable-feature'] = @(
        @{ Word = 'cookies'; Meaning = 'neither send nor store cookies' }
        @{ Word = 'redirects'; Meaning = 'hand every 3xx to the caller' }
        @{ Word = 'authentication'; Meaning = 'answer no 401 and no 407' }
        @{ Word = 'keep-alive'; Meaning = 'close after the answer' }
    )
    $words['--redirect-policy'] = @(
        @{ Word = 'never'; Meaning = 'hand every 3xx to the caller' }
        @{ Word = 'disallow-https-to-http'; Meaning = 'follow, but hand back a redirect from https down to http' }
        @{ Word = 'always'; Meaning = 'follow every redirect' }
    )
    $words['--secure-protocols'] = @(
        @{ Word = 'ssl2'; Meaning = 'SSL 2.0; nothing of today can speak it' }
        @{ Word = 'ssl3'; Meaning = 'SSL 3.0; nothing of today can speak it' }
        @{ Word = 'tls1'; Meaning = 'TLS 1.0' }
        @{ Word = 'tls1.1'; Meaning = 'TLS 1.1' }
        @{ Word = 'tls1.2'; Meaning = 'TLS 1.2' }
        @{ Word = 'tls1.3'; Meaning = 'TLS 1.3' }
        @{ Word = 'all'; Meaning = 'SSL 2.0, SSL 3.0 and TLS 1.0 only, despite its name' }
    )
    $words['--security-flags'] = @(
        @{ Word = 'ignore-unknown-ca'; Meaning = 'accept a certificate of any issuer' }
        @{ Word = 'ignore-cert-wrong-usage'; Meaning = 'accept a certificate that is not meant for servers' }
        @{ Word = 'ignore-cert-cn-invalid'; Meaning = 'accept a certificate for another host name' }
        @{ Word = 'ignore-cert-date-invalid'; Meaning = 'accept an expired or not yet valid certificate' }
        @{ Word = 'ignore-weak-signature'; Meaning = 'accept a weak signature algorithm; Windows 7 and later, with updates' }
        @{ Word = 'ignore-all-cert-errors'; Meaning = 'the four oldest of these; it does not cover the weak signature' }
    )
    $words['--enable-feature'] = @(
        @{ Word = 'ssl-revocation'; Meaning = 'check for revocation' }
        @{ Word = 'ssl-revert-impersonation'; Meaning = 'handle certificates as the process, not as the impersonated user' }
    )
    $words['--client-cert-context'] = @(
        @{ Word = 'none'; Meaning = 'answer the server''s request with no certificate' }
    )
    $words['--proxy'] = @(
        @{ Word = 'default'; Meaning = 'what is configured for the machine' }
        @{ Word = 'none'; Meaning = 'always direct' }
        @{ Word = 'automatic'; Meaning = 'system and user settings, PAC, auto-detection' }
    )
    $words['-x'] = @(
        @{ Word = 'default'; Meaning = 'what is configured for the machine' }
        @{ Word = 'none'; Meaning = 'always direct' }
        @{ Word = 'automatic'; Meaning = 'system and user settings, PAC, auto-detection' }
    )
    $words['--autologon-policy'] = @(
        @{ Word = 'medium'; Meaning = 'only to hosts on the proxy bypass list' }
        @{ Word = 'low'; Meaning = 'to any server that asks' }
        @{ Word = 'high'; Meaning = 'never' }
    )
    $words['--spn'] = @(
        @{ Word = 'disable-spn-server-port'; Meaning = 'HTTP/host' }
        @{ Word = 'enable-spn-server-port'; Meaning = 'HTTP/host:port' }
    )
    $words['--configure-passport-auth'] = @(
        @{ Word = 'disable-passport-auth'; Meaning = 'Passport off' }
        @{ Word = 'enable-passport-auth'; Meaning = 'Passport on' }
        @{ Word = 'disable-passport-keyring'; Meaning = 'do not look for stored passwords' }
        @{ Word = 'enable-passport-keyring'; Meaning = 'use passwords stored for the user' }
    )
    $words['--as'] = @(
        @{ Word = 'windows-xp'; Meaning = 'Windows XP (Service Pack 2 or later)' }
        @{ Word = 'windows-server-2003'; Meaning = 'Windows Server 2003' }
        @{ Word = 'windows-vista'; Meaning = 'Windows Vista' }
        @{ Word = 'windows-server-2008'; Meaning = 'Windows Server 2008' }
        @{ Word = 'windows-7'; Meaning = 'Windows 7' }
        @{ Word = 'windows-server-2008-r2'; Meaning = 'Windows Server 2008 R2' }
        @{ Word = 'windows-8'; Meaning = 'Windows 8' }
        @{ Word = 'windows-server-2012'; Meaning = 'Windows Server 2012' }
        @{ Word = 'windows-8.1'; Meaning = 'Windows 8.1' }
        @{ Word = 'windows-server-2012-r2'; Meaning = 'Windows Server 2012 R2' }
        @{ Word = 'windows-10'; Meaning = 'Windows 10 (version 1607 or later)' }
        @{ Word = 'windows-server-2016'; Meaning = 'Windows Server 2016' }
        @{ Word = 'windows-server-2019'; Meaning = 'Windows Server 2019' }
        @{ Word = 'windows-server-2022'; Meaning = 'Windows Server 2022' }
        @{ Word = 'windows-11'; Meaning = 'Windows 11' }
        @{ Word = 'windows-server-2025'; Meaning = 'Windows Server 2025' }
    )
    $words['--config'] = @(
        @{ Word = 'none'; Meaning = 'read no file' }
    )
    $words['--report-sections'] = @(
        @{ Word = 'settings'; Meaning = 'every option anyone spoke of, and who' }
        @{ Word = 'route'; Meaning = 'proxy or direct, addresses, every attempt' }
        @{ Word = 'tls'; Meaning = 'version, cipher, group, ALPN, resumption, bindings' }
        @{ Word = 'certificate'; Meaning = 'the chain and every check' }
        @{ Word = 'request'; Meaning = 'the head as it was sent' }
        @{ Word = 'response'; Meaning = 'the head as it came, sizes, what was decoded' }
        @{ Word = 'redirect'; Meaning = 'where a 3xx led and what changed on the way' }
        @{ Word = 'timing'; Meaning = 'milliseconds for each phase' }
        @{ Word = 'notes'; Meaning = 'remarks on what happened' }
        @{ Word = 'all'; Meaning = 'all of these' }
    )
    $words['--color'] = @(
        @{ Word = 'auto'; Meaning = 'in a terminal, unless NO_COLOR or TERM=dumb' }
        @{ Word = 'always'; Meaning = 'even in a pipe' }
        @{ Word = 'never'; Meaning = 'nowhere' }
    )
    $words['--extra-codings'] = @(
        @{ Word = 'br'; Meaning = 'offer and undo Brotli; needs the package brotli' }
        @{ Word = 'zstd'; Meaning = 'offer and undo Zstandard; needs the package zstandard' }
    )
    $words['--address-family'] = @(
        @{ Word = 'any'; Meaning = 'as the system orders them' }
        @{ Word = 'ipv4'; Meaning = 'IPv4 only' }
        @{ Word = 'ipv6'; Meaning = 'IPv6 only' }
    )
    $words['--auth-scheme'] = @(
        @{ Word = 'any'; Meaning = 'whatever is offered' }
        @{ Word = 'basic'; Meaning = 'name and password in clear text, sent at once' }
        @{ Word = 'ntlm'; Meaning = 'challenge and response, bound to the connection' }
        @{ Word = 'passport'; Meaning = 'Passport 1.4' }
        @{ Word = 'digest'; Meaning = 'challenge and digest' }
        @{ Word = 'negotiate'; Meaning = 'Kerberos, else NTLM' }
    )
    $words['--proxy-auth-scheme'] = @(
        @{ Word = 'any'; Meaning = 'whatever is offered' }
        @{ Word = 'basic'; Meaning = 'name and password in clear text, sent at once' }
        @{ Word = 'ntlm'; Meaning = 'challenge and response, bound to the connection' }
        @{ Word = 'passport'; Meaning = 'Passport 1.4' }
        @{ Word = 'digest'; Meaning = 'challenge and digest' }
        @{ Word = 'negotiate'; Meaning = 'Kerberos, else NTLM' }
    )
    $words['--ignore'] = @(
        @{ Word = 'unknown-ca'; Meaning = 'short for ignore-unknown-ca' }
        @{ Word = 'wrong-usage'; Meaning = 'short for ignore-cert-wrong-usage' }
        @{ Word = 'cn-invalid'; Meaning = 'short for ignore-cert-cn-invalid' }
        @{ Word = 'date-invalid'; Meaning = 'short for ignore-cert-date-invalid' }
        @{ Word = 'weak-signature'; Meaning = 'short for ignore-weak-signature' }
        @{ Word = 'all'; Meaning = 'short for 0x13300' }
    )
    $arguments = [System.Collections.Hashtable]::new([StringComparer]::Ordinal)
    $arguments['explain'] = @(
        @{ Word = 'options'; Meaning = 'list all options' }
        @{ Word = 'errors'; Meaning = 'list all errors' }
        @{ Word = 'callbacks'; Meaning = 'list all callbacks' }
        @{ Word = 'presets'; Meaning = 'list all presets' }
    )
    $arguments['config'] = @(
        @{ Word = 'path'; Meaning = '' }
        @{ Word = 'show'; Meaning = '' }
        @{ Word = 'check'; Meaning = '' }
        @{ Word = 'init'; Meaning = '' }
    )
    $arguments['proxy'] = @(
        @{ Word = 'explain'; Meaning = '' }
        @{ Word = 'show'; Meaning = '' }
        @{ Word = 'import'; Meaning = '' }
    )
    $arguments['credentials'] = @(
        @{ Word = 'set'; Meaning = '' }
        @{ Word = 'list'; Meaning = '' }
        @{ Word = 'delete'; Meaning = '' }
    )
    $arguments['passport'] = @(
        @{ Word = 'sign-out'; Meaning = '' }
    )
    $arguments['completion'] = @(
        @{ Word = 'bash'; Meaning = '' }
        @{ Word = 'zsh'; Meaning = '' }
        @{ Word = 'fish'; Meaning = '' }
        @{ Word = 'powershell'; Meaning = '' }
    )
    $offers = [System.Collections.Hashtable]::new([StringComparer]::Ordinal)
    $offers['--profile'] = 'profile'
    $offers['--set'] = 'settable'
    $offers['--query'] = 'queryable'
    $offers['--expect'] = 'queryable'

    function Get-Profiles {
        $base = if ($env:APPDATA) { $env:APPDATA }
                elseif ($env:XDG_CONFIG_HOME) { $env:XDG_CONFIG_HOME }
                else { Join-Path $HOME '.config' }
        $file = if ($env:WHTTP_CONFIG) { $env:WHTTP_CONFIG } else { Join-Path $base 'whttp/config.toml' }
        if (Test-Path -LiteralPath $file -PathType Leaf) {
            foreach ($row in Get-Content -LiteralPath $file) {
                if ($row -match '^\s*\[profile\.([A-Za-z0-9_-]+)\]') {
                    @{ Word = $Matches[1]; Meaning = 'profile' }
                }
            }
        }
    }

    function Get-Values($flag) {
        if ($words.ContainsKey($flag)) { $words[$flag] }
        switch ($offers[$flag]) {
            'profile' { Get-Profiles }
            'settable' { $settable }
            'queryable' { $queryable }
        }
    }

    function Write-Words($found, $typed, $before) {
        foreach ($entry in $found) {
            if ($entry.Word.StartsWith($typed, [StringComparison]::OrdinalIgnoreCase)) {
                $meaning = if ($entry.Meaning) { $entry.Meaning } else { $entry.Word }
                [System.Management.Automation.CompletionResult]::new(
                    $before + $entry.Word, $entry.Word, 'ParameterValue', $meaning)
            }
        }
    }

    # The words before the cursor that are neither flags nor their values.
    $line = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { $_.Extent.Text } | Select-Object -Skip 1)
    $plain = @()
    $flag = ''
    foreach ($element in $line) {
        if ($flag) { $flag = '' }
        elseif ($valued -ccontains $element) { $flag = $element }
        elseif (-not $element.StartsWith('-')) { $plain += $element }
    }

    if ($flag) {
        $typed = $wordToComplete
        $before = ''
        if ($lists -ccontains $flag -and $typed.Contains(',')) {
            $cut = $typed.LastIndexOf(',') + 1
            $before = $typed.Substring(0, $cut)
            $typed = $typed.Substring($cut)
        }
        return Write-Words (Get-Values $flag) $typed $before
    }
    if ($wordToComplete.StartsWith('-')) { return Write-Words $flags $wordToComplete '' }
    if ($plain.Count -eq 0) { return Write-Words $commands $wordToComplete '' }
    if ($plain.Count -eq 1 -and $arguments.ContainsKey($plain[0])) {
        $found = @($arguments[$plain[0]])
        if ($plain[0] -eq 'explain') { $found += $options }
        return Write-Words $found $wordToComplete ''
    }
}
