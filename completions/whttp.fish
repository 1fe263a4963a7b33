set -g __whttp_valued --user-agent -A --http-version --enable-http-protocol --codepage --decompression --disable-feature --request-priority --read-buffer-size --write-buffer-size --redirect-policy --max-http-automatic-redirects --resolve-timeout --connect-timeout --send-timeout --receive-timeout --receive-response-timeout --connect-retries --max-conns-per-server --max-conns-per-1-0-server --max-http-status-continue --max-response-header-size --max-response-drain-size --secure-protocols --security-flags --enable-feature --client-cert-context --proxy -x --proxy-username --proxy-password --global-proxy-creds --username --password --autologon-policy --spn --global-server-creds --configure-passport-auth --passport-sign-out --web-socket-close-timeout --web-socket-keepalive-interval --web-socket-receive-buffer-size --web-socket-send-buffer-size --context-value --unload-notify-event --worker-thread-count --as --profile --config --set --query --json-body-limit --report-sections --color --width --charset --max-time --retry --expect --har --header -H --header-if-new --header-coalesce --header-coalesce-semicolon --header-replace --remove-header --query-param --data -d --data-urlencode --form -F --json-body -j --upload-file -T --referer -e --cookie -b --cookie-jar --extra-codings --output -o --output-dir --dump-header -D --address-family --resolve --connect-to --interface --unix-socket --proxy-bypass --proxy-pac --pac-timeout --ca-file --ca-directory --stores --crl-file --sni --client-cert-key --cert-out --tls-key-log --user -u --auth-scheme --proxy-auth-scheme --password-file --password-env --proxy-password-file --proxy-password-env --client-cert-password --client-cert-password-file --client-cert-password-env --bearer-file --netrc-file --status-callback --trace-file-prefix --max-trace-file-size --passport-nexus --passport-login-server-url --passport-login-server-realm --ignore --callback --send --wait --count --close-code --close-reason --from --expires-in --cert --realm --with --jobs

# fish completion for whttp, written by `make docs` from its catalogue; do not edit here.
# It starts no program: fish itself lists the profiles of the configuration.

# Prints the words before the cursor that are neither flags nor their values; fails without any.
function __whttp_words
    set -l tokens (commandline -opc)
    set -e tokens[1]
    set -l found
    while set -q tokens[1]
        if contains -- $tokens[1] $__whttp_valued
            set -e tokens[1]
        else if not string match -q -- '-?*' $tokens[1]
            set -a found $tokens[1]
        end
        set -q tokens[1]; and set -e tokens[1]
    end
    set -q found[1]; or return 1
    printf '%s\n' $found
end

function __whttp_needs_command
    not __whttp_words >/dev/null
end

# Whether the words are exactly these: the command, and its verb if it has one.
function __whttp_after
    set -l words (__whttp_words); or return 1
    test "$words" = "$argv"
end

function __whttp_within
    set -l words (__whttp_words); or return 1
    test $words[1] = $argv[1]
end

function __whttp_profiles
    set -l base $HOME/.config
    set -q XDG_CONFIG_HOME[1]; and set base $XDG_CONFIG_HOME
    set -l file $base/whttp/config.toml
    set -q WHTTP_CONFIG[1]; and set file $WHTTP_CONFIG
    test -r $file; or return
    string match -r '^\s*\[profile\.[A-Za-z0-9_-]+\]' <$file | string replace -r '.*\.(.*)\].*' '$1'
end

function __whttp_options
    printf '%s\t%s\n' url 'The address the answer came from, after redirects.' user_agent 'The User-Agent header of every request of the session.' http_version 'The classic HTTP version announced on the request line.' enable_http_protocol 'Newer HTTP versions that may be agreed on.' http_protocol_used 'Which newer HTTP version carried the answer.' codepage 'The code page in which non-ASCII characters of a query are escaped.' reject_userpwd_in_url 'Refuse an address that carries user:password@ (12005).' decompression 'Content codings to ask for and to undo.' disable_feature 'Built-in behaviours to switch off for the request.' request_priority 'Deprecated; changes nothing.' read_buffer_size 'Deprecated; changes nothing.' write_buffer_size 'Deprecated; changes nothing.' redirect_policy 'Which redirects are followed.' max_http_automatic_redirects 'How many redirects are followed before the request fails with 12156.' resolve_timeout 'Time allowed for looking up the host name.' connect_timeout 'Time allowed for each address that is tried.' send_timeout 'Time allowed for each piece that is sent.' receive_timeout 'Time allowed for each piece of the answer: an idle timer.' receive_response_timeout 'Time allowed until the whole head of the answer is there.' connect_retries 'How many addresses of a host are tried before giving up with 12029.' max_conns_per_server 'How many connections one HTTP/1.1 server may have at once.' max_conns_per_1_0_server 'How many connections one HTTP/1.0 server may have at once.' connection_info 'Local and remote address and port that carried the answer.' max_http_status_continue 'How many 1xx answers are passed over before the final one.' max_response_header_size 'The largest head an answer may have.' max_response_drain_size 'How much of an unwanted body is read to keep its connection.' secure_protocols 'The TLS versions that may be agreed on.' security_flags 'Faults of the server\'s certificate to forgive; after the handshake, how it was protected.' enable_feature 'Optional TLS behaviours to switch on.' client_cert_context 'The client certificate, or the statement that there is none.' client_cert_issuer_list 'The authorities whose client certificates the server accepts.' server_cert_context 'The server\'s certificate itself.' security_certificate_struct 'Subject, issuer, validity and key size, as WinHTTP gives them.' security_key_bitness 'Key length of the agreed cipher, in bits.' server_cbt 'The channel binding token of the TLS connection.' proxy 'The proxy: none, default, automatic, or a list of proxies.' proxy_username 'User name for the proxy.' proxy_password 'Password for the proxy.' receive_proxy_connect_response 'Hand over what a proxy said when it refused CONNECT.' is_proxy_connect_response 'Whether the answer is the proxy\'s refusal of CONNECT, not the server\'s.' proxy_spn_used 'The service name that was used to authenticate to the proxy.' global_proxy_creds 'Credentials for proxies in the store that the whole process shares.' username 'User name for the server.' password 'Password for the server.' autologon_policy 'Whether the signed-in user\'s own credentials answer NTLM and Negotiate.' spn 'Whether the port belongs to the Kerberos service name.' server_spn_used 'The service name that was used to authenticate to the server.' global_server_creds 'Credentials for servers in the store that the whole process shares.' use_global_server_credentials 'Let the process-wide server credentials be tried last.' configure_passport_auth 'Passport sign-in and its key ring, on or off.' passport_cobranding_text 'The partner\'s text that came with a Passport challenge.' passport_cobranding_url 'The address of the partner\'s picture that came with a Passport challenge.' passport_return_url 'Where the Passport login server sends the client back to.' passport_sign_out 'Sign out of Passport for one return address.' upgrade_to_web_socket 'Make the request a WebSocket handshake.' web_socket_close_timeout 'How long closing waits for the peer\'s close frame.' web_socket_keepalive_interval 'Silence after which a keep-alive frame is sent.' web_socket_receive_buffer_size 'The receive buffer of a WebSocket.' web_socket_send_buffer_size 'The send buffer of a WebSocket.' callback 'The status callback that is installed.' context_value 'A number of your own that comes back with every event.' extended_error 'The socket error behind the last failure.' handle_type 'The kind of the handle that is asked.' parent_handle 'The handle from which the asked one was made.' enabletracing 'The built-in trace log of the process, on or off.' assured_non_blocking_callbacks 'A promise to Windows that the status callback never blocks.' unload_notify_event 'An event Windows signals when the session\'s last callback has run.' worker_thread_count 'How many threads work on asynchronous requests; 0 is one for each CPU.' as 'Start from the defaults of a Windows release.' profile 'Use the table [profile.NAME] of the configuration.' config 'Read this configuration file instead of the usual one; none reads no file.' set 'Set any option by its name, number or key.' query 'Print just the value of this option, for scripts.' verbose 'Show what happens, line by line, with the source of each decision; -vv adds bytes.' quiet 'Print nothing on standard error, not even errors.' include 'Print the head of the answer before its body.' json 'Print one JSON document with everything about the request.' json_body_limit 'Largest body that --json carries.' report 'Print the summary lines even when standard error is not a terminal.' report_sections 'Report these facts of every exchange in full, on standard error.' color 'When to colour output.' width 'Columns to lay reports out for; 0 asks the terminal.' charset 'Take the body to be in this character set when showing it.' progress 'Show progress on a terminal\'s standard error.' max_time 'Time allowed for the whole request, in seconds; 0 is no limit.' retry 'Try again this often after a failure that may pass.' expect 'Fail with status 20 unless this value comes out.' fail 'End with status 22 when the HTTP status is 400 or more.' dry_run 'Show the request that would be sent, with its sources; send nothing.' curl 'Print the curl command that sends the same request; send nothing.' har 'Write the exchanges to a HAR 1.2 file.' show_secrets 'Show credentials in traces, JSON and exports.' header 'Add a header field, or replace the automatic one of that name.' header_if_new 'Add a header field, and fail with 12155 where its name is there already.' header_coalesce 'Join a value to a header field with a comma; add the field where it is missing.' header_coalesce_semicolon 'Join a value to a header field with a semicolon; add the field where it is missing.' header_replace 'Replace a header field, and fail with 12150 where it is missing.' remove_header 'Leave out a header field, an automatic one included.' query_param 'Add a parameter to the query of the address.' data 'Request body: text, a file, or standard input.' data_urlencode 'Request body part, percent-encoded for a form.' form 'A part of a multipart/form-data body.' json_body 'A member of a JSON body.' upload_file 'Send a file as the body, streamed.' referer 'The Referer header, as WinHttpOpenRequest takes it.' cookie 'Cookies to send with the request, NAME=VALUE.' cookie_jar 'Keep cookies in this file between runs.' head 'Ask for the head only, with method HEAD, and print it.' refresh 'Ask caches for a fresh copy (WINHTTP_FLAG_REFRESH).' escape_percent 'Escape the percent sign too (WINHTTP_FLAG_ESCAPE_PERCENT).' escape_disable 'Escape nothing but blanks and non-ASCII (WINHTTP_FLAG_ESCAPE_DISABLE).' escape_disable_query 'The same for the query alone (WINHTTP_FLAG_ESCAPE_DISABLE_QUERY).' extra_codings 'Content codings that WinHTTP lacks, asked for and undone beside --decompression\'s.' output 'Save the body in this file.' remote_name 'Save the body under the last part of the address\'s path.' remote_header_name 'Let the server name the file (Content-Disposition), made safe.' output_dir 'Save files in this directory.' continue 'Go on with a part file instead of starting over.' dump_header 'Write the heads of all answers to this file.' remote_time 'Give the saved file the time of Last-Modified.' address_family 'Which addresses of a name to use: any, ipv4 or ipv6.' resolve 'Answer the lookup of HOST:PORT with these addresses.' connect_to 'Connect to HOST2:PORT2 wherever HOST1:PORT1 is asked for.' interface 'Leave the machine by this local address or interface.' unix_socket 'Connect to this Unix socket instead of a host.' proxy_bypass 'Hosts that are reached without the proxy: the bypass list of option PROXY.' proxy_pac 'Let this PAC script choose the proxy.' proxy_auto_detect 'Look for a PAC script on the network (WPAD).' pac_timeout 'Time allowed for one run of the PAC script.' forward_credentials 'Let credentials and cookies given by hand follow a redirect to another origin.' ca_file 'Trust the roots in this PEM file, and no others.' ca_directory 'Trust the roots in this directory of hashed PEM files.' stores 'Which stores of roots to trust: certifi, system, a file, a directory.' crl_file 'Add this revocation list to those that are looked at.' aia 'Fetch a missing intermediate certificate, as Windows would.' stapling 'Ask the server for a stapled OCSP answer and show it.' sni 'The server name to send in the handshake, instead of the host.' client_cert_key 'The private key of --client-cert-context, when it is a file of its own.' cert_out 'Save the certificates the server sent, as PEM.' tls_key_log 'Write the TLS secrets to this file, for Wireshark.' user 'User name and password for the server in one: sets USERNAME and PASSWORD.' auth_scheme 'Name the scheme for the server, the way of WinHttpSetCredentials.' proxy_auth_scheme 'Name the scheme for the proxy.' password_prompt 'Ask for the server\'s password in the terminal.' password_file 'Read the server\'s password from the first line of a file.' password_env 'Read the server\'s password from an environment variable.' password_stdin 'Read the server\'s password from the first line of standard input.' proxy_password_prompt 'Ask for the proxy\'s password in the terminal.' proxy_password_file 'Read the proxy\'s password from the first line of a file.' proxy_password_env 'Read the proxy\'s password from an environment variable.' proxy_password_stdin 'Read the proxy\'s password from the first line of standard input.' client_cert_password 'Password of the client certificate\'s file or key.' client_cert_password_prompt 'Ask for the client certificate\'s password in the terminal.' client_cert_password_file 'Read the client certificate\'s password from the first line of a file.' client_cert_password_env 'Read the client certificate\'s password from an environment variable.' client_cert_password_stdin 'Read the client certificate\'s password from the first line of standard input.' bearer_file 'Send `Authorization: Bearer` with the token in this file.' bearer_over_http 'Let the token of --bearer-file go over plain http too.' netrc 'Look up user name and password in the netrc file.' netrc_file 'Look up user name and password in this netrc file.' status_callback 'Send the WINHTTP_CALLBACK_STATUS_ notifications to stderr, json, a file or fd:N.' callback_async 'Add the notifications of asynchronous use.' trace_file_prefix 'How the names of trace logs begin, with a path (netsh: trace-file-prefix).' max_trace_file_size 'The most a trace log may hold (netsh: max-trace-file-size).' passport_nexus 'The nexus, which says where Passport\'s login server is.' passport_login_server_url 'Passport\'s login server; no nexus is asked then.' passport_login_server_realm 'The realm that the login server must name when it asks for a password.'
end
function __whttp_settable
    printf '%s\t%s\n' user_agent 'The User-Agent header of every request of the session.' http_version 'The classic HTTP version announced on the request line.' enable_http_protocol 'Newer HTTP versions that may be agreed on.' codepage 'The code page in which non-ASCII characters of a query are escaped.' reject_userpwd_in_url 'Refuse an address that carries user:password@ (12005).' decompression 'Content codings to ask for and to undo.' disable_feature 'Built-in behaviours to switch off for the request.' request_priority 'Deprecated; changes nothing.' read_buffer_size 'Deprecated; changes nothing.' write_buffer_size 'Deprecated; changes nothing.' redirect_policy 'Which redirects are followed.' max_http_automatic_redirects 'How many redirects are followed before the request fails with 12156.' resolve_timeout 'Time allowed for looking up the host name.' connect_timeout 'Time allowed for each address that is tried.' send_timeout 'Time allowed for each piece that is sent.' receive_timeout 'Time allowed for each piece of the answer: an idle timer.' receive_response_timeout 'Time allowed until the whole head of the answer is there.' connect_retries 'How many addresses of a host are tried before giving up with 12029.' max_conns_per_server 'How many connections one HTTP/1.1 server may have at once.' max_conns_per_1_0_server 'How many connections one HTTP/1.0 server may have at once.' max_http_status_continue 'How many 1xx answers are passed over before the final one.' max_response_header_size 'The largest head an answer may have.' max_response_drain_size 'How much of an unwanted body is read to keep its connection.' secure_protocols 'The TLS versions that may be agreed on.' security_flags 'Faults of the server\'s certificate to forgive; after the handshake, how it was protected.' enable_feature 'Optional TLS behaviours to switch on.' client_cert_context 'The client certificate, or the statement that there is none.' proxy 'The proxy: none, default, automatic, or a list of proxies.' proxy_username 'User name for the proxy.' proxy_password 'Password for the proxy.' receive_proxy_connect_response 'Hand over what a proxy said when it refused CONNECT.' global_proxy_creds 'Credentials for proxies in the store that the whole process shares.' username 'User name for the server.' password 'Password for the server.' autologon_policy 'Whether the signed-in user\'s own credentials answer NTLM and Negotiate.' spn 'Whether the port belongs to the Kerberos service name.' global_server_creds 'Credentials for servers in the store that the whole process shares.' use_global_server_credentials 'Let the process-wide server credentials be tried last.' configure_passport_auth 'Passport sign-in and its key ring, on or off.' passport_sign_out 'Sign out of Passport for one return address.' upgrade_to_web_socket 'Make the request a WebSocket handshake.' web_socket_close_timeout 'How long closing waits for the peer\'s close frame.' web_socket_keepalive_interval 'Silence after which a keep-alive frame is sent.' web_socket_receive_buffer_size 'The receive buffer of a WebSocket.' web_socket_send_buffer_size 'The send buffer of a WebSocket.' context_value 'A number of your own that comes back with every event.' enabletracing 'The built-in trace log of the process, on or off.' assured_non_blocking_callbacks 'A promise to Windows that the status callback never blocks.' unload_notify_event 'An event Windows signals when the session\'s last callback has run.' worker_thread_count 'How many threads work on asynchronous requests; 0 is one for each CPU.' as 'Start from the defaults of a Windows release.' profile 'Use the table [profile.NAME] of the configuration.' config 'Read this configuration file instead of the usual one; none reads no file.' set 'Set any option by its name, number or key.' query 'Print just the value of this option, for scripts.' verbose 'Show what happens, line by line, with the source of each decision; -vv adds bytes.' quiet 'Print nothing on standard error, not even errors.' include 'Print the head of the answer before its body.' json 'Print one JSON document with everything about the request.' json_body_limit 'Largest body that --json carries.' report 'Print the summary lines even when standard error is not a terminal.' report_sections 'Report these facts of every exchange in full, on standard error.' color 'When to colour output.' width 'Columns to lay reports out for; 0 asks the terminal.' charset 'Take the body to be in this character set when showing it.' progress 'Show progress on a terminal\'s standard error.' max_time 'Time allowed for the whole request, in seconds; 0 is no limit.' retry 'Try again this often after a failure that may pass.' expect 'Fail with status 20 unless this value comes out.' fail 'End with status 22 when the HTTP status is 400 or more.' dry_run 'Show the request that would be sent, with its sources; send nothing.' curl 'Print the curl command that sends the same request; send nothing.' har 'Write the exchanges to a HAR 1.2 file.' show_secrets 'Show credentials in traces, JSON and exports.' header 'Add a header field, or replace the automatic one of that name.' header_if_new 'Add a header field, and fail with 12155 where its name is there already.' header_coalesce 'Join a value to a header field with a comma; add the field where it is missing.' header_coalesce_semicolon 'Join a value to a header field with a semicolon; add the field where it is missing.' header_replace 'Replace a header field, and fail with 12150 where it is missing.' remove_header 'Leave out a header field, an automatic one included.' query_param 'Add a parameter to the query of the address.' data 'Request body: text, a file, or standard input.' data_urlencode 'Request body part, percent-encoded for a form.' form 'A part of a multipart/form-data body.' json_body 'A member of a JSON body.' upload_file 'Send a file as the body, streamed.' referer 'The Referer header, as WinHttpOpenRequest takes it.' cookie 'Cookies to send with the request, NAME=VALUE.' cookie_jar 'Keep cookies in this file between runs.' head 'Ask for the head only, with method HEAD, and print it.' refresh 'Ask caches for a fresh copy (WINHTTP_FLAG_REFRESH).' escape_percent 'Escape the percent sign too (WINHTTP_FLAG_ESCAPE_PERCENT).' escape_disable 'Escape nothing but blanks and non-ASCII (WINHTTP_FLAG_ESCAPE_DISABLE).' escape_disable_query 'The same for the query alone (WINHTTP_FLAG_ESCAPE_DISABLE_QUERY).' extra_codings 'Content codings that WinHTTP lacks, asked for and undone beside --decompression\'s.' output 'Save the body in this file.' remote_name 'Save the body under the last part of the address\'s path.' remote_header_name 'Let the server name the file (Content-Disposition), made safe.' output_dir 'Save files in this directory.' continue 'Go on with a part file instead of starting over.' dump_header 'Write the heads of all answers to this file.' remote_time 'Give the saved file the time of Last-Modified.' address_family 'Which addresses of a name to use: any, ipv4 or ipv6.' resolve 'Answer the lookup of HOST:PORT with these addresses.' connect_to 'Connect to HOST2:PORT2 wherever HOST1:PORT1 is asked for.' interface 'Leave the machine by this local address or interface.' unix_socket 'Connect to this Unix socket instead of a host.' proxy_bypass 'Hosts that are reached without the proxy: the bypass list of option PROXY.' proxy_pac 'Let this PAC script choose the proxy.' proxy_auto_detect 'Look for a PAC script on the network (WPAD).' pac_timeout 'Time allowed for one run of the PAC script.' forward_credentials 'Let credentials and cookies given by hand follow a redirect to another origin.' ca_file 'Trust the roots in this PEM file, and no others.' ca_directory 'Trust the roots in this directory of hashed PEM files.' stores 'Which stores of roots to trust: certifi, system, a file, a directory.' crl_file 'Add this revocation list to those that are looked at.' aia 'Fetch a missing intermediate certificate, as Windows would.' stapling 'Ask the server for a stapled OCSP answer and show it.' sni 'The server name to send in the handshake, instead of the host.' client_cert_key 'The private key of --client-cert-context, when it is a file of its own.' cert_out 'Save the certificates the server sent, as PEM.' tls_key_log 'Write the TLS secrets to this file, for Wireshark.' user 'User name and password for the server in one: sets USERNAME and PASSWORD.' auth_scheme 'Name the scheme for the server, the way of WinHttpSetCredentials.' proxy_auth_scheme 'Name the scheme for the proxy.' password_prompt 'Ask for the server\'s password in the terminal.' password_file 'Read the server\'s password from the first line of a file.' password_env 'Read the server\'s password from an environment variable.' password_stdin 'Read the server\'s password from the first line of standard input.' proxy_password_prompt 'Ask for the proxy\'s password in the terminal.' proxy_password_file 'Read the proxy\'s password from the first line of a file.' proxy_password_env 'Read the proxy\'s password from an environment variable.' proxy_password_stdin 'Read the proxy\'s password from the first line of standard input.' client_cert_password 'Password of the client certificate\'s file or key.' client_cert_password_prompt 'Ask for the client certificate\'s password in the terminal.' client_cert_password_file 'Read the client certificate\'s password from the first line of a file.' client_cert_password_env 'Read the client certificate\'s password from an environment variable.' client_cert_password_stdin 'Read the client certificate\'s password from the first line of standard input.' bearer_file 'Send `Authorization: Bearer` with the token in this file.' bearer_over_http 'Let the token of --bearer-file go over plain http too.' netrc 'Look up user name and password in the netrc file.' netrc_file 'Look up user name and password in this netrc file.' status_callback 'Send the WINHTTP_CALLBACK_STATUS_ notifications to stderr, json, a file or fd:N.' callback_async 'Add the notifications of asynchronous use.' trace_file_prefix 'How the names of trace logs begin, with a path (netsh: trace-file-prefix).' max_trace_file_size 'The most a trace log may hold (netsh: max-trace-file-size).' passport_nexus 'The nexus, which says where Passport\'s login server is.' passport_login_server_url 'Passport\'s login server; no nexus is asked then.' passport_login_server_realm 'The realm that the login server must name when it asks for a password.'
end
function __whttp_queryable
    printf '%s\t%s\n' url 'The address the answer came from, after redirects.' user_agent 'The User-Agent header of every request of the session.' http_version 'The classic HTTP version announced on the request line.' http_protocol_used 'Which newer HTTP version carried the answer.' request_priority 'Deprecated; changes nothing.' read_buffer_size 'Deprecated; changes nothing.' write_buffer_size 'Deprecated; changes nothing.' redirect_policy 'Which redirects are followed.' max_http_automatic_redirects 'How many redirects are followed before the request fails with 12156.' resolve_timeout 'Time allowed for looking up the host name.' connect_timeout 'Time allowed for each address that is tried.' send_timeout 'Time allowed for each piece that is sent.' receive_timeout 'Time allowed for each piece of the answer: an idle timer.' receive_response_timeout 'Time allowed until the whole head of the answer is there.' connect_retries 'How many addresses of a host are tried before giving up with 12029.' max_conns_per_server 'How many connections one HTTP/1.1 server may have at once.' max_conns_per_1_0_server 'How many connections one HTTP/1.0 server may have at once.' connection_info 'Local and remote address and port that carried the answer.' max_http_status_continue 'How many 1xx answers are passed over before the final one.' max_response_header_size 'The largest head an answer may have.' max_response_drain_size 'How much of an unwanted body is read to keep its connection.' security_flags 'Faults of the server\'s certificate to forgive; after the handshake, how it was protected.' client_cert_issuer_list 'The authorities whose client certificates the server accepts.' server_cert_context 'The server\'s certificate itself.' security_certificate_struct 'Subject, issuer, validity and key size, as WinHTTP gives them.' security_key_bitness 'Key length of the agreed cipher, in bits.' server_cbt 'The channel binding token of the TLS connection.' proxy 'The proxy: none, default, automatic, or a list of proxies.' proxy_username 'User name for the proxy.' proxy_password 'Password for the proxy.' is_proxy_connect_response 'Whether the answer is the proxy\'s refusal of CONNECT, not the server\'s.' proxy_spn_used 'The service name that was used to authenticate to the proxy.' username 'User name for the server.' password 'Password for the server.' server_spn_used 'The service name that was used to authenticate to the server.' passport_cobranding_text 'The partner\'s text that came with a Passport challenge.' passport_cobranding_url 'The address of the partner\'s picture that came with a Passport challenge.' passport_return_url 'Where the Passport login server sends the client back to.' web_socket_receive_buffer_size 'The receive buffer of a WebSocket.' web_socket_send_buffer_size 'The send buffer of a WebSocket.' callback 'The status callback that is installed.' context_value 'A number of your own that comes back with every event.' extended_error 'The socket error behind the last failure.' handle_type 'The kind of the handle that is asked.' parent_handle 'The handle from which the asked one was made.' enabletracing 'The built-in trace log of the process, on or off.' status 'The HTTP status of the answer.' error 'WinHTTP\'s number of the failure, 0 for none.' milliseconds 'How long all of it took.' received 'The bytes of the body that came.' redirects 'How many redirects were followed.' close-code 'The code a WebSocket was closed with.' close-reason 'The reason that came with it.' messages 'How many messages came over a WebSocket.' header: 'A field of the answer, by its name.'
end

complete -c whttp -f
complete -c whttp -n __whttp_needs_command -a get -d 'Fetch a URL (GET).'
complete -c whttp -n __whttp_needs_command -a head -d 'Fetch only the response head (HEAD).'
complete -c whttp -n __whttp_needs_command -a post -d 'Send a body (POST).'
complete -c whttp -n __whttp_needs_command -a put -d 'Store a body at the URL (PUT).'
complete -c whttp -n __whttp_needs_command -a patch -d 'Change a resource with a body (PATCH).'
complete -c whttp -n __whttp_needs_command -a delete -d 'Delete a resource (DELETE).'
complete -c whttp -n __whttp_needs_command -a options -d 'Ask what a resource allows (OPTIONS).'
complete -c whttp -n __whttp_needs_command -a request -d 'Send any other method.'
complete -c whttp -n __whttp_needs_command -a ws -d 'Talk over a WebSocket: lines in, messages out, close code.'
complete -c whttp -n '__whttp_within ws' -l send -x
complete -c whttp -n '__whttp_within ws' -l binary
complete -c whttp -n '__whttp_within ws' -l wait -x
complete -c whttp -n '__whttp_within ws' -l count -x
complete -c whttp -n '__whttp_within ws' -l close-code -x
complete -c whttp -n '__whttp_within ws' -l close-reason -x
complete -c whttp -n __whttp_needs_command -a explain -d 'Explain an option, an error number, or list what there is.'
complete -c whttp -n '__whttp_after explain' -a 'options errors callbacks presets'
complete -c whttp -n '__whttp_after explain' -a '(__whttp_options)'
complete -c whttp -n __whttp_needs_command -a config -d 'The effective configuration with the source of each value.'
complete -c whttp -n '__whttp_after config' -a 'path show check init'
complete -c whttp -n __whttp_needs_command -a proxy -d 'Which proxy a request takes and why; what is configured.'
complete -c whttp -n '__whttp_after proxy' -a 'explain show import'
complete -c whttp -n '__whttp_after proxy import' -F
complete -c whttp -n '__whttp_within proxy' -l from -x
complete -c whttp -n __whttp_needs_command -a tls -d 'The handshake and the certificates of a server, or a certificate file.'
complete -c whttp -n '__whttp_within tls' -l releases
complete -c whttp -n '__whttp_within tls' -l expires-in -x
complete -c whttp -n '__whttp_within tls' -l cert -x
complete -c whttp -n __whttp_needs_command -a credentials -d 'Credentials kept for all runs, tried last: set, list, delete.'
complete -c whttp -n '__whttp_after credentials' -a 'set list delete'
complete -c whttp -n '__whttp_within credentials' -l for-proxy
complete -c whttp -n '__whttp_within credentials' -l realm -x
complete -c whttp -n __whttp_needs_command -a passport -d 'Sign out of Passport: drop the cookies of a return URL.'
complete -c whttp -n '__whttp_after passport' -a 'sign-out'
complete -c whttp -n __whttp_needs_command -a compare -d 'Make the same request several ways, side by side.'
complete -c whttp -n '__whttp_within compare' -l with -x
complete -c whttp -n __whttp_needs_command -a batch -d 'Many requests from a file, pooled and parallel, one JSON line each.'
complete -c whttp -n '__whttp_within batch' -l jobs -x
complete -c whttp -n '__whttp_within batch' -l ordered
complete -c whttp -n __whttp_needs_command -a completion -d 'Print the completion script of a shell.'
complete -c whttp -n '__whttp_after completion' -a 'bash zsh fish powershell'
complete -c whttp -n __whttp_needs_command -a demo -d 'An embedded server on loopback and a guided tour.'
complete -c whttp -n '__whttp_within demo' -l serve
complete -c whttp -l user-agent -s A -d 'The User-Agent header of every request of the session.' -x
complete -c whttp -l http-version -d 'The classic HTTP version announced on the request line.' -x -a "1.0\t'no keep-alive by default, no chunked bodies'
1.1\t'the usual version'"
function __whttp_list_enable_http_protocol
    printf '%s\t%s\n' http2 'HTTP/2, agreed by ALPN on https'
end
complete -c whttp -l enable-http-protocol -d 'Newer HTTP versions that may be agreed on.' -x -a '(__fish_complete_list , __whttp_list_enable_http_protocol)'
complete -c whttp -l codepage -d 'The code page in which non-ASCII characters of a query are escaped.' -x -a "acp\t'the ANSI code page of the system'
oemcp\t'the OEM code page of the system'
utf7\t'UTF-7'
utf8\t'UTF-8'"
complete -c whttp -l reject-userpwd-in-url -d 'Refuse an address that carries user:password@ (12005).'
function __whttp_list_decompression
    printf '%s\t%s\n' gzip 'offer and undo gzip' deflate 'offer and undo deflate' all 'every coding WinHTTP knows'
end
complete -c whttp -l decompression -d 'Content codings to ask for and to undo.' -x -a '(__fish_complete_list , __whttp_list_decompression)'
function __whttp_list_disable_feature
    printf '%s\t%s\n' cookies 'neither send nor store cookies' redirects 'hand every 3xx to the caller' authentication 'answer no 401 and no 407' keep-alive 'close after the answer'
end
complete -c whttp -l disable-feature -d 'Built-in behaviours to switch off for the request.' -x -a '(__fish_complete_list , __whttp_list_disable_feature)'
complete -c whttp -l request-priority -d 'Deprecated; changes nothing.' -x
complete -c whttp -l read-buffer-size -d 'Deprecated; changes nothing.' -x
complete -c whttp -l write-buffer-size -d 'Deprecated; changes nothing.' -x
complete -c whttp -l redirect-policy -d 'Which redirects are followed.' -x -a "never\t'hand every 3xx to the caller'
disallow-https-to-http\t'follow, but hand back a redirect from https down to http'
always\t'follow every redirect'"
complete -c whttp -l max-http-automatic-redirects -d 'How many redirects are followed before the request fails with 12156.' -x
complete -c whttp -l resolve-timeout -d 'Time allowed for looking up the host name.' -x
complete -c whttp -l connect-timeout -d 'Time allowed for each address that is tried.' -x
complete -c whttp -l send-timeout -d 'Time allowed for each piece that is sent.' -x
complete -c whttp -l receive-timeout -d 'Time allowed for each piece of the answer: an idle timer.' -x
complete -c whttp -l receive-response-timeout -d 'Time allowed until the whole head of the answer is there.' -x
complete -c whttp -l connect-retries -d 'How many addresses of a host are tried before giving up with 12029.' -x
complete -c whttp -l max-conns-per-server -d 'How many connections one HTTP/1.1 server may have at once.' -x
complete -c whttp -l max-conns-per-1-0-server -d 'How many connections one HTTP/1.0 server may have at once.' -x
complete -c whttp -l max-http-status-continue -d 'How many 1xx answers are passed over before the final one.' -x
complete -c whttp -l max-response-header-size -d 'The largest head an answer may have.' -x
complete -c whttp -l max-response-drain-size -d 'How much of an unwanted body is read to keep its connection.' -x
function __whttp_list_secure_protocols
    printf '%s\t%s\n' ssl2 'SSL 2.0; nothing of today can speak it' ssl3 'SSL 3.0; nothing of today can speak it' tls1 'TLS 1.0' tls1.1 'TLS 1.1' tls1.2 'TLS 1.2' tls1.3 'TLS 1.3' all 'SSL 2.0, SSL 3.0 and TLS 1.0 only, despite its name'
end
complete -c whttp -l secure-protocols -d 'The TLS versions that may be agreed on.' -x -a '(__fish_complete_list , __whttp_list_secure_protocols)'
function __whttp_list_security_flags
    printf '%s\t%s\n' ignore-unknown-ca 'accept a certificate of any issuer' ignore-cert-wrong-usage 'accept a certificate that is not meant for servers' ignore-cert-cn-invalid 'accept a certificate for another host name' ignore-cert-date-invalid 'accept an expired or not yet valid certificate' ignore-weak-signature 'accept a weak signature algorithm; Windows 7 and later, with updates' ignore-all-cert-errors 'the four oldest of these; it does not cover the weak signature'
end
complete -c whttp -l security-flags -d 'Faults of the server\'s certificate to forgive; after the handshake, how it was protected.' -x -a '(__fish_complete_list , __whttp_list_security_flags)'
function __whttp_list_enable_feature
    printf '%s\t%s\n' ssl-revocation 'check for revocation' ssl-revert-impersonation 'handle certificates as the process, not as the impersonated user'
end
complete -c whttp -l enable-feature -d 'Optional TLS behaviours to switch on.' -x -a '(__fish_complete_list , __whttp_list_enable_feature)'
complete -c whttp -l client-cert-context -d 'The client certificate, or the statement that there is none.' -r -F -a "none\t'answer the server\'s request with no certificate'"
complete -c whttp -l proxy -s x -d 'The proxy: none, default, automatic, or a list of proxies.' -x -a "default\t'what is configured for the machine'
none\t'always direct'
automatic\t'system and user settings, PAC, auto-detection'"
complete -c whttp -l proxy-username -d 'User name for the proxy.' -x
complete -c whttp -l proxy-password -d 'Password for the proxy.' -x
complete -c whttp -l receive-proxy-connect-response -d 'Hand over what a proxy said when it refused CONNECT.'
complete -c whttp -l global-proxy-creds -d 'Credentials for proxies in the store that the whole process shares.' -x
complete -c whttp -l username -d 'User name for the server.' -x
complete -c whttp -l password -d 'Password for the server.' -x
complete -c whttp -l autologon-policy -d 'Whether the signed-in user\'s own credentials answer NTLM and Negotiate.' -x -a "medium\t'only to hosts on the proxy bypass list'
low\t'to any server that asks'
high\t'never'"
complete -c whttp -l spn -d 'Whether the port belongs to the Kerberos service name.' -x -a "disable-spn-server-port\t'HTTP/host'
enable-spn-server-port\t'HTTP/host:port'"
complete -c whttp -l global-server-creds -d 'Credentials for servers in the store that the whole process shares.' -x
complete -c whttp -l use-global-server-credentials -d 'Let the process-wide server credentials be tried last.'
function __whttp_list_configure_passport_auth
    printf '%s\t%s\n' disable-passport-auth 'Passport off' enable-passport-auth 'Passport on' disable-passport-keyring 'do not look for stored passwords' enable-passport-keyring 'use passwords stored for the user'
end
complete -c whttp -l configure-passport-auth -d 'Passport sign-in and its key ring, on or off.' -x -a '(__fish_complete_list , __whttp_list_configure_passport_auth)'
complete -c whttp -l passport-sign-out -d 'Sign out of Passport for one return address.' -x
complete -c whttp -l upgrade-to-web-socket -d 'Make the request a WebSocket handshake.'
complete -c whttp -l web-socket-close-timeout -d 'How long closing waits for the peer\'s close frame.' -x
complete -c whttp -l web-socket-keepalive-interval -d 'Silence after which a keep-alive frame is sent.' -x
complete -c whttp -l web-socket-receive-buffer-size -d 'The receive buffer of a WebSocket.' -x
complete -c whttp -l web-socket-send-buffer-size -d 'The send buffer of a WebSocket.' -x
complete -c whttp -l context-value -d 'A number of your own that comes back with every event.' -x
complete -c whttp -l enabletracing -d 'The built-in trace log of the process, on or off.'
complete -c whttp -l assured-non-blocking-callbacks -d 'A promise to Windows that the status callback never blocks.'
complete -c whttp -l unload-notify-event -d 'An event Windows signals when the session\'s last callback has run.' -x
complete -c whttp -l worker-thread-count -d 'How many threads work on asynchronous requests; 0 is one for each CPU.' -x
complete -c whttp -l as -d 'Start from the defaults of a Windows release.' -x -a "windows-xp\t'Windows XP (Service Pack 2 or later)'
windows-server-2003\t'Windows Server 2003'
windows-vista\t'Windows Vista'
windows-server-2008\t'Windows Server 2008'
windows-7\t'Windows 7'
windows-server-2008-r2\t'Windows Server 2008 R2'
windows-8\t'Windows 8'
windows-server-2012\t'Windows Server 2012'
windows-8.1\t'Windows 8.1'
windows-server-2012-r2\t'Windows Server 2012 R2'
windows-10\t'Windows 10 (version 1607 or later)'
windows-server-2016\t'Windows Server 2016'
windows-server-2019\t'Windows Server 2019'
windows-server-2022\t'Windows Server 2022'
windows-11\t'Windows 11'
windows-server-2025\t'Windows Server 2025'"
complete -c whttp -l profile -d 'Use the table [profile.NAME] of the configuration.' -x -a '(__whttp_profiles)'
complete -c whttp -l config -d 'Read this configuration file instead of the usual one; none reads no file.' -r -F -a "none\t'read no file'"
complete -c whttp -l set -d 'Set any option by its name, number or key.' -x -a '(__whttp_settable)'
complete -c whttp -l query -d 'Print just the value of this option, for scripts.' -x -a '(__whttp_queryable)'
complete -c whttp -l verbose -s v -d 'Show what happens, line by line, with the source of each decision; -vv adds bytes.'
complete -c whttp -l quiet -s q -d 'Print nothing on standard error, not even errors.'
complete -c whttp -l include -s i -d 'Print the head of the answer before its body.'
complete -c whttp -l json -d 'Print one JSON document with everything about the request.'
complete -c whttp -l json-body-limit -d 'Largest body that --json carries.' -x
complete -c whttp -l report -d 'Print the summary lines even when standard error is not a terminal.'
function __whttp_list_report_sections
    printf '%s\t%s\n' settings 'every option anyone spoke of, and who' route 'proxy or direct, addresses, every attempt' tls 'version, cipher, group, ALPN, resumption, bindings' certificate 'the chain and every check' request 'the head as it was sent' response 'the head as it came, sizes, what was decoded' redirect 'where a 3xx led and what changed on the way' timing 'milliseconds for each phase' notes 'remarks on what happened' all 'all of these'
end
complete -c whttp -l report-sections -d 'Report these facts of every exchange in full, on standard error.' -x -a '(__fish_complete_list , __whttp_list_report_sections)'
complete -c whttp -l color -d 'When to colour output.' -x -a "auto\t'in a terminal, unless NO_COLOR or TERM=dumb'
always\t'even in a pipe'
never\t'nowhere'"
complete -c whttp -l width -d 'Columns to lay reports out for; 0 asks the terminal.' -x
complete -c whttp -l charset -d 'Take the body to be in this character set when showing it.' -x
complete -c whttp -l progress -d 'Show progress on a terminal\'s standard error.'
complete -c whttp -l max-time -d 'Time allowed for the whole request, in seconds; 0 is no limit.' -x
complete -c whttp -l retry -d 'Try again this often after a failure that may pass.' -x
complete -c whttp -l expect -d 'Fail with status 20 unless this value comes out.' -x -a '(__whttp_queryable)'
complete -c whttp -l fail -s f -d 'End with status 22 when the HTTP status is 400 or more.'
complete -c whttp -l dry-run -d 'Show the request that would be sent, with its sources; send nothing.'
complete -c whttp -l curl -d 'Print the curl command that sends the same request; send nothing.'
complete -c whttp -l har -d 'Write the exchanges to a HAR 1.2 file.' -r -F
complete -c whttp -l show-secrets -d 'Show credentials in traces, JSON and exports.'
complete -c whttp -l header -s H -d 'Add a header field, or replace the automatic one of that name.' -x
complete -c whttp -l header-if-new -d 'Add a header field, and fail with 12155 where its name is there already.' -x
complete -c whttp -l header-coalesce -d 'Join a value to a header field with a comma; add the field where it is missing.' -x
complete -c whttp -l header-coalesce-semicolon -d 'Join a value to a header field with a semicolon; add the field where it is missing.' -x
complete -c whttp -l header-replace -d 'Replace a header field, and fail with 12150 where it is missing.' -x
complete -c whttp -l remove-header -d 'Leave out a header field, an automatic one included.' -x
complete -c whttp -l query-param -d 'Add a parameter to the query of the address.' -x
complete -c whttp -l data -s d -d 'Request body: text, a file, or standard input.' -x
complete -c whttp -l data-urlencode -d 'Request body part, percent-encoded for a form.' -x
complete -c whttp -l form -s F -d 'A part of a multipart/form-data body.' -x
complete -c whttp -l json-body -s j -d 'A member of a JSON body.' -x
complete -c whttp -l upload-file -s T -d 'Send a file as the body, streamed.' -r -F
complete -c whttp -l referer -s e -d 'The Referer header, as WinHttpOpenRequest takes it.' -x
complete -c whttp -l cookie -s b -d 'Cookies to send with the request, NAME=VALUE.' -x
complete -c whttp -l cookie-jar -d 'Keep cookies in this file between runs.' -r -F
complete -c whttp -l head -s I -d 'Ask for the head only, with method HEAD, and print it.'
complete -c whttp -l refresh -d 'Ask caches for a fresh copy (WINHTTP_FLAG_REFRESH).'
complete -c whttp -l escape-percent -d 'Escape the percent sign too (WINHTTP_FLAG_ESCAPE_PERCENT).'
complete -c whttp -l escape-disable -d 'Escape nothing but blanks and non-ASCII (WINHTTP_FLAG_ESCAPE_DISABLE).'
complete -c whttp -l escape-disable-query -d 'The same for the query alone (WINHTTP_FLAG_ESCAPE_DISABLE_QUERY).'
function __whttp_list_extra_codings
    printf '%s\t%s\n' br 'offer and undo Brotli; needs the package brotli' zstd 'offer and undo Zstandard; needs the package zstandard'
end
complete -c whttp -l extra-codings -d 'Content codings that WinHTTP lacks, asked for and undone beside --decompression\'s.' -x -a '(__fish_complete_list , __whttp_list_extra_codings)'
complete -c whttp -l output -s o -d 'Save the body in this file.' -r -F
complete -c whttp -l remote-name -s O -d 'Save the body under the last part of the address\'s path.'
complete -c whttp -l remote-header-name -d 'Let the server name the file (Content-Disposition), made safe.'
complete -c whttp -l output-dir -d 'Save files in this directory.' -x -a '(__fish_complete_directories)'
complete -c whttp -l continue -d 'Go on with a part file instead of starting over.'
complete -c whttp -l dump-header -s D -d 'Write the heads of all answers to this file.' -r -F
complete -c whttp -l remote-time -s R -d 'Give the saved file the time of Last-Modified.'
complete -c whttp -l address-family -d 'Which addresses of a name to use: any, ipv4 or ipv6.' -x -a "any\t'as the system orders them'
ipv4\t'IPv4 only'
ipv6\t'IPv6 only'"
complete -c whttp -l resolve -d 'Answer the lookup of HOST:PORT with these addresses.' -x
complete -c whttp -l connect-to -d 'Connect to HOST2:PORT2 wherever HOST1:PORT1 is asked for.' -x
complete -c whttp -l interface -d 'Leave the machine by this local address or interface.' -x
complete -c whttp -l unix-socket -d 'Connect to this Unix socket instead of a host.' -r -F
complete -c whttp -l proxy-bypass -d 'Hosts that are reached without the proxy: the bypass list of option PROXY.' -x
complete -c whttp -l proxy-pac -d 'Let this PAC script choose the proxy.' -r -F
complete -c whttp -l proxy-auto-detect -d 'Look for a PAC script on the network (WPAD).'
complete -c whttp -l pac-timeout -d 'Time allowed for one run of the PAC script.' -x
complete -c whttp -l forward-credentials -d 'Let credentials and cookies given by hand follow a redirect to another origin.'
complete -c whttp -l ca-file -d 'Trust the roots in this PEM file, and no others.' -r -F
complete -c whttp -l ca-directory -d 'Trust the roots in this directory of hashed PEM files.' -x -a '(__fish_complete_directories)'
complete -c whttp -l stores -d 'Which stores of roots to trust: certifi, system, a file, a directory.' -x
complete -c whttp -l crl-file -d 'Add this revocation list to those that are looked at.' -r -F
complete -c whttp -l aia -d 'Fetch a missing intermediate certificate, as Windows would.'
complete -c whttp -l stapling -d 'Ask the server for a stapled OCSP answer and show it.'
complete -c whttp -l sni -d 'The server name to send in the handshake, instead of the host.' -x
complete -c whttp -l client-cert-key -d 'The private key of --client-cert-context, when it is a file of its own.' -r -F
complete -c whttp -l cert-out -d 'Save the certificates the server sent, as PEM.' -r -F
complete -c whttp -l tls-key-log -d 'Write the TLS secrets to this file, for Wireshark.' -r -F
complete -c whttp -l user -s u -d 'User name and password for the server in one: sets USERNAME and PASSWORD.' -x
complete -c whttp -l auth-scheme -d 'Name the scheme for the server, the way of WinHttpSetCredentials.' -x -a "any\t'whatever is offered'
basic\t'name and password in clear text, sent at once'
ntlm\t'challenge and response, bound to the connection'
passport\t'Passport 1.4'
digest\t'challenge and digest'
negotiate\t'Kerberos, else NTLM'"
complete -c whttp -l proxy-auth-scheme -d 'Name the scheme for the proxy.' -x -a "any\t'whatever is offered'
basic\t'name and password in clear text, sent at once'
ntlm\t'challenge and response, bound to the connection'
passport\t'Passport 1.4'
digest\t'challenge and digest'
negotiate\t'Kerberos, else NTLM'"
complete -c whttp -l password-prompt -d 'Ask for the server\'s password in the terminal.'
complete -c whttp -l password-file -d 'Read the server\'s password from the first line of a file.' -r -F
complete -c whttp -l password-env -d 'Read the server\'s password from an environment variable.' -x
complete -c whttp -l password-stdin -d 'Read the server\'s password from the first line of standard input.'
complete -c whttp -l proxy-password-prompt -d 'Ask for the proxy\'s password in the terminal.'
complete -c whttp -l proxy-password-file -d 'Read the proxy\'s password from the first line of a file.' -r -F
complete -c whttp -l proxy-password-env -d 'Read the proxy\'s password from an environment variable.' -x
complete -c whttp -l proxy-password-stdin -d 'Read the proxy\'s password from the first line of standard input.'
complete -c whttp -l client-cert-password -d 'Password of the client certificate\'s file or key.' -x
complete -c whttp -l client-cert-password-prompt -d 'Ask for the client certificate\'s password in the terminal.'
complete -c whttp -l client-cert-password-file -d 'Read the client certificate\'s password from the first line of a file.' -r -F
complete -c whttp -l client-cert-password-env -d 'Read the client certificate\'s password from an environment variable.' -x
complete -c whttp -l client-cert-password-stdin -d 'Read the client certificate\'s password from the first line of standard input.'
complete -c whttp -l bearer-file -d 'Send `Authorization: Bearer` with the token in this file.' -r -F
complete -c whttp -l bearer-over-http -d 'Let the token of --bearer-file go over plain http too.'
complete -c whttp -l netrc -d 'Look up user name and password in the netrc file.'
complete -c whttp -l netrc-file -d 'Look up user name and password in this netrc file.' -r -F
complete -c whttp -l status-callback -d 'Send the WINHTTP_CALLBACK_STATUS_ notifications to stderr, json, a file or fd:N.' -r -F
complete -c whttp -l callback-async -d 'Add the notifications of asynchronous use.'
complete -c whttp -l trace-file-prefix -d 'How the names of trace logs begin, with a path (netsh: trace-file-prefix).' -r -F
complete -c whttp -l max-trace-file-size -d 'The most a trace log may hold (netsh: max-trace-file-size).' -x
complete -c whttp -l passport-nexus -d 'The nexus, which says where Passport\'s login server is.' -x
complete -c whttp -l passport-login-server-url -d 'Passport\'s login server; no nexus is asked then.' -x
complete -c whttp -l passport-login-server-realm -d 'The realm that the login server must name when it asks for a password.' -x
complete -c whttp -l no-reject-userpwd-in-url -d 'Turn --reject-userpwd-in-url off.'
complete -c whttp -l no-receive-proxy-connect-response -d 'Turn --receive-proxy-connect-response off.'
complete -c whttp -l no-use-global-server-credentials -d 'Turn --use-global-server-credentials off.'
complete -c whttp -l no-upgrade-to-web-socket -d 'Turn --upgrade-to-web-socket off.'
complete -c whttp -l no-enabletracing -d 'Turn --enabletracing off.'
complete -c whttp -l no-assured-non-blocking-callbacks -d 'Turn --assured-non-blocking-callbacks off.'
complete -c whttp -l no-quiet -d 'Turn --quiet off.'
complete -c whttp -l no-include -d 'Turn --include off.'
complete -c whttp -l no-json -d 'Turn --json off.'
complete -c whttp -l no-report -d 'Turn --report off.'
complete -c whttp -l no-progress -d 'Turn --progress off.'
complete -c whttp -l no-fail -d 'Turn --fail off.'
complete -c whttp -l no-dry-run -d 'Turn --dry-run off.'
complete -c whttp -l no-curl -d 'Turn --curl off.'
complete -c whttp -l no-show-secrets -d 'Turn --show-secrets off.'
complete -c whttp -l no-head -d 'Turn --head off.'
complete -c whttp -l no-refresh -d 'Turn --refresh off.'
complete -c whttp -l no-escape-percent -d 'Turn --escape-percent off.'
complete -c whttp -l no-escape-disable -d 'Turn --escape-disable off.'
complete -c whttp -l no-escape-disable-query -d 'Turn --escape-disable-query off.'
complete -c whttp -l no-remote-name -d 'Turn --remote-name off.'
complete -c whttp -l no-remote-header-name -d 'Turn --remote-header-name off.'
complete -c whttp -l no-continue -d 'Turn --continue off.'
complete -c whttp -l no-remote-time -d 'Turn --remote-time off.'
complete -c whttp -l no-proxy-auto-detect -d 'Turn --proxy-auto-detect off.'
complete -c whttp -l no-forward-credentials -d 'Turn --forward-credentials off.'
complete -c whttp -l no-aia -d 'Turn --aia off.'
complete -c whttp -l no-stapling -d 'Turn --stapling off.'
complete -c whttp -l no-password-prompt -d 'Turn --password-prompt off.'
complete -c whttp -l no-password-stdin -d 'Turn --password-stdin off.'
complete -c whttp -l no-proxy-password-prompt -d 'Turn --proxy-password-prompt off.'
complete -c whttp -l no-proxy-password-stdin -d 'Turn --proxy-password-stdin off.'
complete -c whttp -l no-client-cert-password-prompt -d 'Turn --client-cert-password-prompt off.'
complete -c whttp -l no-client-cert-password-stdin -d 'Turn --client-cert-password-stdin off.'
complete -c whttp -l no-bearer-over-http -d 'Turn --bearer-over-http off.'
complete -c whttp -l no-netrc -d 'Turn --netrc off.'
complete -c whttp -l no-callback-async -d 'Turn --callback-async off.'
complete -c whttp -l location -s L -d 'Follow every redirect.'
complete -c whttp -l insecure -s k -d 'Forgive every certificate fault that has a flag.'
function __whttp_list_ignore
    printf '%s\t%s\n' unknown-ca 'short for ignore-unknown-ca' wrong-usage 'short for ignore-cert-wrong-usage' cn-invalid 'short for ignore-cert-cn-invalid' date-invalid 'short for ignore-cert-date-invalid' weak-signature 'short for ignore-weak-signature' all 'short for 0x13300'
end
complete -c whttp -l ignore -d 'Forgive unknown-ca, wrong-usage, cn-invalid, date-invalid or weak-signature.' -x -a '(__fish_complete_list , __whttp_list_ignore)'
complete -c whttp -l http2 -d 'Allow HTTP/2.'
complete -c whttp -l http1.0 -d 'Announce HTTP/1.0.'
complete -c whttp -l ipv4 -s 4 -d 'Use IPv4 addresses only.'
complete -c whttp -l ipv6 -s 6 -d 'Use IPv6 addresses only.'
complete -c whttp -l callback -d 'Short for --status-callback.' -x
complete -c whttp -l help -s h -d 'Show the help of the command.'
complete -c whttp -l version -s V -d 'Print the version.'
