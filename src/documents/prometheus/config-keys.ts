/**
 * The keys of prometheus.yml outside of service discovery, from the configuration's types in Prometheus's releases 2.42
 * to 3.14 and its changelog after that. `key type since-until`: `@x` is a section, `[@x]` a list of them, `+x` the keys
 * of another section; without a release the key is as old as 2.42.
 */
export const CONFIG_KEYS = {
  root: `
    global @global, alerting @alerting, rule_files strings, scrape_configs [@scrape], storage @storage,
    tracing @tracing, remote_write [@remote_write], remote_read [@remote_read],
    scrape_config_files strings 2.43-, runtime @runtime 2.53-, otlp @otlp 2.55-`,
  global: `
    scrape_interval duration, scrape_timeout duration, evaluation_interval duration,
    query_log_file string, external_labels map, body_size_limit size 2.45-, sample_limit uint 2.45-,
    target_limit uint 2.45-, label_limit uint 2.45-, label_name_length_limit uint 2.45-,
    label_value_length_limit uint 2.45-, keep_dropped_targets uint 2.47-,
    scrape_protocols protocols 2.49-, rule_query_offset duration 2.53-,
    scrape_failure_log_file string 2.55-, metric_name_validation_scheme enum(legacy|utf8) 2.55-,
    metric_name_escaping_scheme enum(allow-utf-8|underscores|dots|values) 3.4-, convert_classic_histograms_to_nhcb bool 3.4-,
    always_scrape_classic_histograms bool 3.5-, scrape_native_histograms bool 3.8-,
    extra_scrape_metrics bool 3.10-`,
  runtime: `
    gogc int, log_level string 3.15-`,
  scrape: `
    job_name string, honor_labels bool, honor_timestamps bool, params params, scrape_interval duration,
    scrape_timeout duration, metrics_path string, scheme string, body_size_limit size, sample_limit uint,
    target_limit uint, label_limit uint, label_name_length_limit uint, label_value_length_limit uint,
    +http, relabel_configs [@relabel], metric_relabel_configs [@relabel],
    scrape_classic_histograms bool 2.45-2.55, native_histogram_bucket_limit uint 2.45-,
    keep_dropped_targets uint 2.47-, track_timestamps_staleness bool 2.48-,
    scrape_protocols protocols 2.49-, enable_compression bool 2.49-,
    native_histogram_min_bucket_factor float 2.50-, scrape_failure_log_file string 2.55-,
    metric_name_validation_scheme enum(legacy|utf8) 2.55-,
    fallback_scrape_protocol protocol 3.0-,
    always_scrape_classic_histograms bool 3.0-, convert_classic_histograms_to_nhcb bool 3.0-,
    metric_name_escaping_scheme enum(allow-utf-8|underscores|dots|values) 3.4-, scrape_native_histograms bool 3.8-,
    extra_scrape_metrics bool 3.10-, +discovery`,
  alerting: `
    alert_relabel_configs [@relabel], alertmanagers [@alertmanager]`,
  alertmanager: `
    +http, scheme string, path_prefix string, timeout duration, api_version enum(v1|v2),
    relabel_configs [@relabel], sigv4 @sigv4 2.48-, alert_relabel_configs [@relabel] 2.51-, +discovery`,
  remote_write: `
    url string, remote_timeout duration, headers map, write_relabel_configs [@relabel], name string,
    send_exemplars bool, send_native_histograms bool, +http, queue_config @queue_config,
    metadata_config @metadata_config, sigv4 @sigv4, azuread @azuread 2.45-,
    protobuf_message enum(prometheus.WriteRequest|io.prometheus.write.v2.Request) 2.54-, google_iam @google_iam 2.55-, round_robin_dns bool 3.1-,
    failed_request_logging bool 3.15-`,
  remote_read: `
    url string, remote_timeout duration, headers map, read_recent bool, name string, +http,
    required_matchers map, filter_external_labels bool, chunked_read_limit uint 2.55-`,
  queue_config: `
    capacity int, max_shards int, min_shards int, max_samples_per_send int, batch_send_deadline duration,
    min_backoff duration, max_backoff duration, retry_on_http_429 bool, sample_age_limit duration 2.50-`,
  metadata_config: `
    send bool, send_interval duration, max_samples_per_send int`,
  storage: `
    tsdb @tsdb, exemplars @exemplars`,
  tsdb: `
    out_of_order_time_window duration, retention @retention 3.8-,
    stale_series_compaction_threshold float 3.10-, chunk_encoding @chunk_encoding 3.13-`,
  retention: `
    time duration, size size, percentage float 3.11-`,
  chunk_encoding: `
    floats string`,
  exemplars: `
    max_exemplars int`,
  tracing: `
    client_type enum(http|grpc), endpoint string, sampling_fraction float, insecure bool,
    tls_config @tls_config, headers map, compression enum(gzip), timeout duration`,
  otlp: `
    promote_resource_attributes strings,
    translation_strategy enum(UnderscoreEscapingWithSuffixes|UnderscoreEscapingWithoutSuffixes|NoUTF8EscapingWithSuffixes|NoTranslation) 3.0-,
    keep_identifying_resource_attributes bool 3.1-, convert_histograms_to_nhcb bool 3.4-,
    promote_all_resource_attributes bool 3.5-, ignore_resource_attributes strings 3.5-,
    promote_scope_metadata bool 3.6-, label_name_underscore_sanitization bool 3.8-,
    label_name_preserve_multiple_underscores bool 3.8-`,
  relabel: `
    source_labels strings, separator string, regex string, modulus uint, target_label string,
    replacement string, action action`,
  static_configs: `
    targets strings, labels map`,
  sigv4: `
    region string, access_key string, secret_key string, profile string, role_arn string,
    external_id string 3.5-, use_fips_sts_endpoint bool 3.5-, service_name string 3.5-,
    session_name string 3.15-, tags any 3.15-`,
  azuread: `
    managed_identity @azuread_managed, oauth @azuread_oauth 2.48-, sdk @azuread_sdk 2.52-,
    workload_identity @azuread_workload 3.7-, certificate @azuread_certificate 3.13-, cloud string,
    scope string 3.9-`,
  azuread_managed: `
    client_id string`,
  azuread_oauth: `
    client_id string, client_secret string, tenant_id string`,
  azuread_sdk: `
    tenant_id string`,
  azuread_workload: `
    client_id string, tenant_id string, token_file_path string`,
  azuread_certificate: `
    client_id string, tenant_id string, certificate_path string, certificate_key_path string,
    certificate_password string, send_certificate_chain bool`,
  header: `
    values strings, secrets strings, files strings`,
  google_iam: `
    credentials_file string`,
} as const;
