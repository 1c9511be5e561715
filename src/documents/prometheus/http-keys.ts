/** The keys of HTTP clients in prometheus.yml; the notation is that of config-keys.ts. */
export const HTTP_KEYS = {
  http: `
    basic_auth @basic_auth, authorization @authorization, oauth2 @oauth2, bearer_token string,
    bearer_token_file string, tls_config @tls_config, follow_redirects bool, enable_http2 bool, +proxy,
    http_headers headers 2.53-`,
  proxy: `
    proxy_url string, no_proxy string 2.43-, proxy_from_environment bool 2.43-, proxy_connect_header params`,
  basic_auth: `
    username string, password string, password_file string, username_file string 2.49-,
    username_ref string 2.53-, password_ref string 2.53-`,
  authorization: `
    type string, credentials string, credentials_file string, credentials_ref string 2.53-`,
  oauth2: `
    client_id string, client_secret string, client_secret_file string, scopes strings, token_url string,
    endpoint_params map, tls_config @tls_config, +proxy, client_secret_ref string 2.53-,
    client_certificate_key_id string 3.8-, client_certificate_key string 3.8-,
    client_certificate_key_file string 3.8-, client_certificate_key_ref string 3.8-,
    grant_type string 3.8-, signature_algorithm string 3.8-, iss string 3.8-, audience string 3.8-,
    claims any 3.8-`,
  tls_config: `
    ca_file string, cert_file string, key_file string, server_name string, insecure_skip_verify bool,
    min_version enum(TLS10|TLS11|TLS12|TLS13), max_version enum(TLS10|TLS11|TLS12|TLS13),
    ca string 2.45-, cert string 2.45-, key string 2.45-, ca_ref string 2.53-, cert_ref string 2.53-,
    key_ref string 2.53-`,
} as const;
