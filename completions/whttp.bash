# bash completion for whttp, written by `make docs` from its catalogue; do not edit here.
# It starts no program but sed, and that only to list the profiles of the configuration.

_whttp_words() {
    COMPREPLY+=($(compgen -W "$1" -- "$cur"))
    [[ ${COMPREPLY[0]-} != *: ]] || compopt -o nospace 2>/dev/null
}

_whttp_list() {
    local before=
    [[ $cur == *,* ]] && before=${cur%,*},
    COMPREPLY+=($(compgen -P "$before" -W "$1" -- "${cur##*,}"))
    compopt -o nospace 2>/dev/null
}

_whttp_files() {
    local IFS=$'\n'
    COMPREPLY+=($(compgen "$1" -- "$cur"))
    compopt -o filenames 2>/dev/null
}

_whttp_profiles() {
    local file=${WHTTP_CONFIG:-${XDG_CONFIG_HOME:-$HOME/.config}/whttp/config.toml}
    [[ -r $file ]] || return
    _whttp_words "$(sed -n 's/^[[:space:]]*\[profile\.\([A-Za-z0-9_-]*\)\].*$/\1/p' "$file")"
}

_whttp_commands='get head post put patch delete options request ws explain config proxy tls credentials passport compare batch completion demo'
_whttp_flags='--user-agent -A --http-version --enable-http-protocol --codepage --reject-userpwd-in-url --decompression --disable-feature --request-priority --read-buffer-size --write-buffer-size --redirect-policy --max-http-automatic-redirects --resolve-timeout --connect-timeout --send-timeout --receive-timeout --receive-response-timeout --connect-retries --max-conns-per-server --max-conns-per-1-0-server --max-http-status-continue --max-response-header-size --max-response-drain-size --secure-protocols --security-flags --enable-feature --client-cert-context --proxy -x --proxy-username --proxy-password --receive-proxy-connect-response --global-proxy-creds --username --password --autologon-policy --spn --global-server-creds --use-global-server-credentials --configure-passport-auth --passport-sign-out --upgrade-to-web-socket --web-socket-close-timeout --web-socket-keepalive-interval --web-socket-receive-buffer-size --web-socket-send-buffer-size --context-value --enabletracing --assured-non-blocking-callbacks --unload-notify-event --worker-thread-count --as --profile --config --set --query --verbose -v --quiet -q --include -i --json --json-body-limit --report --report-sections --color --width --charset --progress --max-time --retry --expect --fail -f --dry-run --curl --har --show-secrets --header -H --header-if-new --header-coalesce --header-coalesce-semicolon --header-replace --remove-header --query-param --data -d --data-urlencode --form -F --json-body -j --upload-file -T --referer -e --cookie -b --cookie-jar --head -I --refresh --escape-percent --escape-disable --escape-disable-query --extra-codings --output -o --remote-name -O --remote-header-name --output-dir --continue --dump-header -D --remote-time -R --address-family --resolve --connect-to --interface --unix-socket --proxy-bypass --proxy-pac --proxy-auto-detect --pac-timeout --forward-credentials --ca-file --ca-directory --stores --crl-file --aia --stapling --sni --client-cert-key --cert-out --tls-key-log --user -u --auth-scheme --proxy-auth-scheme --password-prompt --password-file --password-env --password-stdin --proxy-password-prompt --proxy-password-file --proxy-password-env --proxy-password-stdin --client-cert-password --client-cert-password-prompt --client-cert-password-file --client-cert-password-env --client-cert-password-stdin --bearer-file --bearer-over-http --netrc --netrc-file --status-callback --callback-async --trace-file-prefix --max-trace-file-size --passport-nexus --passport-login-server-url --passport-login-server-realm --no-reject-userpwd-in-url --no-receive-proxy-connect-response --no-use-global-server-credentials --no-upgrade-to-web-socket --no-enabletracing --no-assured-non-blocking-callbacks --no-quiet --no-include --no-json --no-report --no-progress --no-fail --no-dry-run --no-curl --no-show-secrets --no-head --no-refresh --no-escape-percent --no-escape-disable --no-escape-disable-query --no-remote-name --no-remote-header-name --no-continue --no-remote-time --no-proxy-auto-detect --no-forward-credentials --no-aia --no-stapling --no-password-prompt --no-password-stdin --no-proxy-password-prompt --no-proxy-password-stdin --no-client-cert-password-prompt --no-client-cert-password-stdin --no-bearer-over-http --no-netrc --no-callback-async --location -L --insecure -k --ignore --http2 --http1.0 --ipv4 -4 --ipv6 -6 --callback --help -h --version -V'
_whttp_valued=' --user-agent -A --http-version --enable-http-protocol --codepage --decompression --disable-feature --request-priority --read-buffer-size --write-buffer-size --redirect-policy --max-http-automatic-redirects --resolve-timeout --connect-timeout --send-timeout --receive-timeout --receive-response-timeout --connect-retries --max-conns-per-server --max-conns-per-1-0-server --max-http-status-continue --max-response-header-size --max-response-drain-size --secure-protocols --security-flags --enable-feature --client-cert-context --proxy -x --proxy-username --proxy-password --global-proxy-creds --username --password --autologon-policy --spn --global-server-creds --configure-passport-auth --passport-sign-out --web-socket-close-timeout --web-socket-keepalive-interval --web-socket-receive-buffer-size --web-socket-send-buffer-size --context-value --unload-notify-event --worker-thread-count --as --profile --config --set --query --json-body-limit --report-sections --color --width --charset --max-time --retry --expect --har --header -H --header-if-new --header-coalesce --header-coalesce-semicolon --header-replace --remove-header --query-param --data -d --data-urlencode --form -F --json-body -j --upload-file -T --referer -e --cookie -b --cookie-jar --extra-codings --output -o --output-dir --dump-header -D --address-family --resolve --connect-to --interface --unix-socket --proxy-bypass --proxy-pac --pac-timeout --ca-file --ca-directory --stores --crl-file --sni --client-cert-key --cert-out --tls-key-log --user -u --auth-scheme --proxy-auth-scheme --password-file --password-env --proxy-password-file --proxy-password-env --client-cert-password --client-cert-password-file --client-cert-password-env --bearer-file --netrc-file --status-callback --trace-file-prefix --max-trace-file-size --passport-nexus --passport-login-server-url --passport-login-server-realm --ignore --callback --send --wait --count --close-code --close-reason --from --expires-in --cert --realm --with --jobs '
_whttp_options='url user_agent http_version enable_http_protocol http_protocol_used codepage reject_userpwd_in_url decompression disable_feature request_priority read_buffer_size write_buffer_size redirect_policy max_http_automatic_redirects resolve_timeout connect_timeout send_timeout receive_timeout receive_response_timeout connect_retries max_conns_per_server max_conns_per_1_0_server connection_info max_http_status_continue max_response_header_size max_response_drain_size secure_protocols security_flags enable_feature client_cert_context client_cert_issuer_list server_cert_context security_certificate_struct security_key_bitness server_cbt proxy proxy_username proxy_password receive_proxy_connect_response is_proxy_connect_response proxy_spn_used global_proxy_creds username password autologon_policy spn server_spn_used global_server_creds use_global_server_credentials configure_passport_auth passport_cobranding_text passport_cobranding_url passport_return_url passport_sign_out upgrade_to_web_socket web_socket_close_timeout web_socket_keepalive_interval web_socket_receive_buffer_size web_socket_send_buffer_size callback context_value extended_error handle_type parent_handle enabletracing assured_non_blocking_callbacks unload_notify_event worker_thread_count as profile config set query verbose quiet include json json_body_limit report report_sections color width charset progress max_time retry expect fail dry_run curl har show_secrets header header_if_new header_coalesce header_coalesce_semicolon header_replace remove_header query_param data data_urlencode form json_body upload_file referer cookie cookie_jar head refresh escape_percent escape_disable escape_disable_query extra_codings output remote_name remote_header_name output_dir continue dump_header remote_time address_family resolve connect_to interface unix_socket proxy_bypass proxy_pac proxy_auto_detect pac_timeout forward_credentials ca_file ca_directory stores crl_file aia stapling sni client_cert_key cert_out tls_key_log user auth_scheme proxy_auth_scheme password_prompt password_file password_env password_stdin proxy_password_prompt proxy_password_file proxy_password_env proxy_password_stdin client_cert_password client_cert_password_prompt client_cert_password_file client_cert_password_env client_cert_password_stdin bearer_file bearer_over_http netrc netrc_file status_callback callback_async trace_file_prefix max_trace_file_size passport_nexus passport_login_server_url passport_login_server_realm'
_whttp_settable='user_agent http_version enable_http_protocol codepage reject_userpwd_in_url decompression disable_feature request_priority read_buffer_size write_buffer_size redirect_policy max_http_automatic_redirects resolve_timeout connect_timeout send_timeout receive_timeout receive_response_timeout connect_retries max_conns_per_server max_conns_per_1_0_server max_http_status_continue max_response_header_size max_response_drain_size secure_protocols security_flags enable_feature client_cert_context proxy proxy_username proxy_password receive_proxy_connect_response global_proxy_creds username password autologon_policy spn global_server_creds use_global_server_credentials configure_passport_auth passport_sign_out upgrade_to_web_socket web_socket_close_timeout web_socket_keepalive_interval web_socket_receive_buffer_size web_socket_send_buffer_size context_value enabletracing assured_non_blocking_callbacks unload_notify_event worker_thread_count as profile config set query verbose quiet include json json_body_limit report report_sections color width charset progress max_time retry expect fail dry_run curl har show_secrets header header_if_new header_coalesce header_coalesce_semicolon header_replace remove_header query_param data data_urlencode form json_body upload_file referer cookie cookie_jar head refresh escape_percent escape_disable escape_disable_query extra_codings output remote_name remote_header_name output_dir continue dump_header remote_time address_family resolve connect_to interface unix_socket proxy_bypass proxy_pac proxy_auto_detect pac_timeout forward_credentials ca_file ca_directory stores crl_file aia stapling sni client_cert_key cert_out tls_key_log user auth_scheme proxy_auth_scheme password_prompt password_file password_env password_stdin proxy_password_prompt proxy_password_file proxy_password_env proxy_password_stdin client_cert_password client_cert_password_prompt client_cert_password_file client_cert_password_env client_cert_password_stdin bearer_file bearer_over_http netrc netrc_file status_callback callback_async trace_file_prefix max_trace_file_size passport_nexus passport_login_server_url passport_login_server_realm'
_whttp_queryable='url user_agent http_version http_protocol_used request_priority read_buffer_size write_buffer_size redirect_policy max_http_automatic_redirects resolve_timeout connect_timeout send_timeout receive_timeout receive_response_timeout connect_retries max_conns_per_server max_conns_per_1_0_server connection_info max_http_status_continue max_response_header_size max_response_drain_size security_flags client_cert_issuer_list server_cert_context security_certificate_struct security_key_bitness server_cbt proxy proxy_username proxy_password is_proxy_connect_response proxy_spn_used username password server_spn_used passport_cobranding_text passport_cobranding_url passport_return_url web_socket_receive_buffer_size web_socket_send_buffer_size callback context_value extended_error handle_type parent_handle enabletracing status error milliseconds received redirects close-code close-reason messages header:'

# Offers values of the flag $1.
_whttp_value() {
    case $1 in
    --http-version) _whttp_words '1.0 1.1' ;;
    --enable-http-protocol) _whttp_list 'http2' ;;
    --codepage) _whttp_words 'acp oemcp utf7 utf8' ;;
    --decompression) _whttp_list 'gzip deflate all' ;;
    --disable-feature) _whttp_list 'cookies redirects authentication keep-alive' ;;
    --redirect-policy) _whttp_words 'never disallow-https-to-http always' ;;
    --secure-protocols) _whttp_list 'ssl2 ssl3 tls1 tls1.1 tls1.2 tls1.3 all' ;;
    --security-flags) _whttp_list 'ignore-unknown-ca ignore-cert-wrong-usage ignore-cert-cn-invalid ignore-cert-date-invalid ignore-weak-signature ignore-all-cert-errors' ;;
    --enable-feature) _whttp_list 'ssl-revocation ssl-revert-impersonation' ;;
    --client-cert-context) _whttp_words 'none'; _whttp_files -f ;;
    --proxy|-x) _whttp_words 'default none automatic' ;;
    --autologon-policy) _whttp_words 'medium low high' ;;
    --spn) _whttp_words 'disable-spn-server-port enable-spn-server-port' ;;
    --configure-passport-auth) _whttp_list 'disable-passport-auth enable-passport-auth disable-passport-keyring enable-passport-keyring' ;;
    --as) _whttp_words 'windows-xp windows-server-2003 windows-vista windows-server-2008 windows-7 windows-server-2008-r2 windows-8 windows-server-2012 windows-8.1 windows-server-2012-r2 windows-10 windows-server-2016 windows-server-2019 windows-server-2022 windows-11 windows-server-2025' ;;
    --profile) _whttp_profiles ;;
    --config) _whttp_words 'none'; _whttp_files -f ;;
    --set) _whttp_words "$_whttp_settable" ;;
    --query) _whttp_words "$_whttp_queryable" ;;
    --report-sections) _whttp_list 'settings route tls certificate request response redirect timing notes all' ;;
    --color) _whttp_words 'auto always never' ;;
    --expect) _whttp_words "$_whttp_queryable" ;;
    --har) _whttp_files -f ;;
    --upload-file|-T) _whttp_files -f ;;
    --cookie-jar) _whttp_files -f ;;
    --extra-codings) _whttp_list 'br zstd' ;;
    --output|-o) _whttp_files -f ;;
    --output-dir) _whttp_files -d ;;
    --dump-header|-D) _whttp_files -f ;;
    --address-family) _whttp_words 'any ipv4 ipv6' ;;
    --unix-socket) _whttp_files -f ;;
    --proxy-pac) _whttp_files -f ;;
    --ca-file) _whttp_files -f ;;
    --ca-directory) _whttp_files -d ;;
    --crl-file) _whttp_files -f ;;
    --client-cert-key) _whttp_files -f ;;
    --cert-out) _whttp_files -f ;;
    --tls-key-log) _whttp_files -f ;;
    --auth-scheme) _whttp_words 'any basic ntlm passport digest negotiate' ;;
    --proxy-auth-scheme) _whttp_words 'any basic ntlm passport digest negotiate' ;;
    --password-file) _whttp_files -f ;;
    --proxy-password-file) _whttp_files -f ;;
    --client-cert-password-file) _whttp_files -f ;;
    --bearer-file) _whttp_files -f ;;
    --netrc-file) _whttp_files -f ;;
    --status-callback) _whttp_files -f ;;
    --trace-file-prefix) _whttp_files -f ;;
    --ignore) _whttp_list 'unknown-ca wrong-usage cn-invalid date-invalid weak-signature all' ;;
    esac
}

# Offers the flags that only the command $1 has.
_whttp_own_flags() {
    case $1 in
    ws) _whttp_words '--send --binary --wait --count --close-code --close-reason' ;;
    proxy) _whttp_words '--from' ;;
    tls) _whttp_words '--releases --expires-in --cert' ;;
    credentials) _whttp_words '--for-proxy --realm' ;;
    compare) _whttp_words '--with' ;;
    batch) _whttp_words '--jobs --ordered' ;;
    demo) _whttp_words '--serve' ;;
    esac
}

# Offers arguments of the command $1.
_whttp_argument() {
    case $1 in
    explain)
        _whttp_words "options errors callbacks presets $_whttp_options"
        ;;
    config)
        ((${#arguments[@]})) || _whttp_words 'path show check init'
        ;;
    proxy)
        ((${#arguments[@]})) || _whttp_words 'explain show import'
        [[ ${arguments[0]-} == import ]] && _whttp_files -f
        ;;
    credentials)
        ((${#arguments[@]})) || _whttp_words 'set list delete'
        ;;
    passport)
        ((${#arguments[@]})) || _whttp_words 'sign-out'
        ;;
    completion)
        ((${#arguments[@]})) || _whttp_words 'bash zsh fish powershell'
        ;;
    esac
}

# Sets command and arguments: the words that are neither flags nor their values.
_whttp_read_line() {
    local index word
    command= arguments=()
    for ((index = 1; index < COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        if [[ $word == -?* ]]; then
            [[ $_whttp_valued == *" $word "* ]] || continue
            index=$((index + 1))
            [[ ${COMP_WORDS[index]-} == = ]] && index=$((index + 1))
        elif [[ -z $command ]]; then
            command=$word
        else
            arguments+=("$word")
        fi
    done
}

_whttp() {
    local cur=${COMP_WORDS[COMP_CWORD]} flag=${COMP_WORDS[COMP_CWORD - 1]} command
    local -a arguments
    COMPREPLY=()
    [[ $flag == = ]] && flag=${COMP_WORDS[COMP_CWORD - 2]-}
    [[ $cur == = ]] && cur=
    if [[ $_whttp_valued == *" $flag "* ]]; then
        _whttp_value "$flag"
        return
    fi
    _whttp_read_line
    if [[ $cur == -* ]]; then
        _whttp_words "$_whttp_flags"
        _whttp_own_flags "$command"
    elif [[ -z $command ]]; then
        _whttp_words "$_whttp_commands"
    else
        _whttp_argument "$command"
    fi
}

complete -F _whttp whttp
