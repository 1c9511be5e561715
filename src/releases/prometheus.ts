import type { Product } from './types.ts';

const GROUP_LABELS = 'https://github.com/prometheus/prometheus/commit/f253d36361';

/** What each release of Prometheus changed for rules, tests and configurations, from its changelog and migration guide. */
export const PROMETHEUS: Product = {
  name: 'Prometheus',
  repository: 'prometheus/prometheus',
  changelog: 'https://github.com/prometheus/prometheus/blob/main/CHANGELOG.md',
  releases: [
    {
      version: '2.42',
      date: '2023-01-31',
      changes: [{ area: 'rules', kind: 'new', what: '"keep_firing_for" of alerting rules', source: 11827 }],
    },
    {
      version: '2.45',
      date: '2023-06-23',
      changes: [
        {
          area: 'configuration',
          kind: 'new',
          what: 'limits of scrapes in the global section',
          source: 12126,
        },
        {
          area: 'configuration',
          kind: 'new',
          what: '"scrape_classic_histograms" of scrape configurations',
          source: 12350,
        },
      ],
    },
    {
      version: '2.47',
      date: '2023-09-06',
      changes: [
        { area: 'promql', kind: 'new', what: 'histogram_stddev() and histogram_stdvar()', source: 12614 },
        { area: 'configuration', kind: 'new', what: '"keep_dropped_targets"', source: 12647 },
      ],
    },
    {
      version: '2.48',
      date: '2023-11-16',
      changes: [
        { area: 'promql', kind: 'new', what: 'warnings and infos with the result of a query', source: 12152 },
        { area: 'configuration', kind: 'new', what: '"sigv4" of Alertmanager endpoints', source: 12774 },
      ],
    },
    {
      version: '2.49',
      date: '2024-01-15',
      changes: [
        {
          area: 'promql',
          kind: 'new',
          what: 'mad_over_time(), sort_by_label() and sort_by_label_desc(), with --enable-feature=promql-experimental-functions',
          source: 13103,
        },
        {
          area: 'tests',
          kind: 'changed',
          what: 'a unit test without "interval" has the file\'s evaluation_interval, not 0s',
          source: 12729,
        },
        { area: 'configuration', kind: 'new', what: '"scrape_protocols"', source: 12738 },
      ],
    },
    {
      version: '2.51',
      date: '2024-03-18',
      changes: [
        { area: 'promql', kind: 'new', what: 'histogram_avg()', source: 13467 },
        {
          area: 'promql',
          kind: 'fixed',
          what: 'rate() extrapolates by half a sample interval at most',
          source: 13725,
        },
        {
          area: 'configuration',
          kind: 'new',
          what: '"alert_relabel_configs" of one Alertmanager',
          source: 12551,
        },
      ],
    },
    {
      version: '2.52',
      date: '2024-05-07',
      changes: [
        {
          area: 'templates',
          kind: 'changed',
          what: '"$value" can be a native histogram, so templates see an interface where they saw a number',
          source: 13731,
        },
      ],
    },
    {
      version: '2.53',
      date: '2024-06-16',
      changes: [
        {
          area: 'rules',
          kind: 'new',
          what: '"query_offset" of groups and "rule_query_offset" of the global section',
          source: 14061,
        },
      ],
    },
    {
      version: '2.54',
      date: '2024-08-09',
      changes: [
        { area: 'promql', kind: 'new', what: 'limitk() and limit_ratio(), experimental', source: 12503 },
        { area: 'promql', kind: 'new', what: 'numbers with underscores: 1_000_000', source: 12821 },
        {
          area: 'promql',
          kind: 'new',
          what: 'durations as numbers and numbers as durations: time() - x > 10m',
          source: 9138,
        },
      ],
    },
    {
      version: '2.55',
      date: '2024-10-22',
      changes: [{ area: 'promql', kind: 'new', what: 'info(), experimental', source: 14495 }],
    },
    {
      version: '3.0',
      date: '2024-11-14',
      changes: [
        {
          area: 'promql',
          kind: 'changed',
          what: 'ranges, subqueries and the lookback exclude a sample at their very start (left-open)',
          source: 13904,
          detect: 'left-open-ranges',
        },
        {
          area: 'promql',
          kind: 'changed',
          what: '"." of regular expressions also matches a line break',
          source: 14505,
          detect: 'dot-matches-newline',
        },
        {
          area: 'scraping',
          kind: 'changed',
          what: 'values of "le" and "quantile" are written as floats when they are scraped: le="1" becomes le="1.0"',
          source: 15164,
          detect: 'float-like-buckets',
        },
        {
          area: 'promql',
          kind: 'removed',
          what: 'holt_winters() is called double_exponential_smoothing() and is experimental',
          source: 14930,
        },
        {
          area: 'promql',
          kind: 'stable',
          what: 'names of metrics and labels may be any UTF-8',
          source: 14705,
        },
        {
          area: 'scraping',
          kind: 'changed',
          what: 'a target without a known Content-Type is not scraped unless "fallback_scrape_protocol" says how',
          source: 15136,
        },
        {
          area: 'configuration',
          kind: 'removed',
          what: '"scrape_classic_histograms" is called "always_scrape_classic_histograms"',
          source: 15178,
        },
        {
          area: 'configuration',
          kind: 'removed',
          what: 'api_version "v1" of Alertmanagers',
          source: 13883,
        },
        {
          area: 'configuration',
          kind: 'changed',
          what: 'remote_write does not use HTTP/2 unless "enable_http2" says so',
          source: 15219,
        },
        {
          area: 'configuration',
          kind: 'changed',
          what: 'variables of the environment in external labels are always expanded; "$$" stands for "$"',
          source: 14657,
        },
        {
          area: 'scraping',
          kind: 'changed',
          what: 'no port is added to or taken from the address of a target, so "instance" can change',
          source: 14160,
        },
        { area: 'rules', kind: 'new', what: '"labels" of groups', source: GROUP_LABELS },
      ],
    },
    {
      version: '3.3',
      date: '2025-04-15',
      changes: [
        { area: 'promql', kind: 'new', what: 'label_replace() to UTF-8 names', source: 15974 },
        { area: 'rules', kind: 'new', what: 'anchors and aliases in rule files', source: 14957 },
        {
          area: 'promql',
          kind: 'new',
          what: 'irate() and idelta() of native histograms',
          source: 15853,
        },
      ],
    },
    {
      version: '3.4',
      date: '2025-05-17',
      changes: [
        {
          area: 'promql',
          kind: 'new',
          what: 'arithmetic in durations, with --enable-feature=promql-duration-expr',
          source: 16249,
        },
        {
          area: 'configuration',
          kind: 'new',
          what: '"convert_classic_histograms_to_nhcb" of the global section',
          source: 16226,
        },
      ],
    },
    {
      version: '3.5',
      date: '2025-07-14',
      changes: [
        {
          area: 'promql',
          kind: 'new',
          what: 'ts_of_min_over_time(), ts_of_max_over_time() and ts_of_last_over_time(), experimental',
          source: 16722,
        },
        { area: 'promql', kind: 'new', what: 'quantiles and counts that are not constants', source: 16404 },
        { area: 'tests', kind: 'new', what: '"fuzzy_compare" of unit-test files', source: 16395 },
      ],
    },
    {
      version: '3.6',
      date: '2025-09-17',
      changes: [
        {
          area: 'promql',
          kind: 'changed',
          what: 'topk(), bottomk(), limitk() and limit_ratio() fail on a parameter that is NaN',
          source: 16725,
        },
      ],
    },
    {
      version: '3.7',
      date: '2025-10-15',
      changes: [
        {
          area: 'promql',
          kind: 'new',
          what: '"anchored" and "smoothed", with --enable-feature=promql-extended-range-selectors',
          source: 16457,
        },
        {
          area: 'promql',
          kind: 'new',
          what: 'first_over_time() and ts_of_first_over_time(), experimental',
          source: 16963,
        },
        {
          area: 'metrics',
          kind: 'changed',
          what: 'prometheus_remote_storage_highest_timestamp_in_seconds is deprecated: prometheus_remote_storage_queue_highest_timestamp_seconds respects relabelling',
          source: 17065,
          metrics: ['prometheus_remote_storage_highest_timestamp_in_seconds'],
        },
      ],
    },
    {
      version: '3.8',
      date: '2025-11-28',
      changes: [
        { area: 'configuration', kind: 'stable', what: '"scrape_native_histograms"', source: 17232 },
        { area: 'templates', kind: 'new', what: 'the template function urlQueryEscape', source: 17403 },
      ],
    },
    {
      version: '3.9',
      date: '2026-01-06',
      changes: [
        { area: 'tests', kind: 'new', what: '"start_timestamp" of unit tests', source: 17636 },
        {
          area: 'configuration',
          kind: 'changed',
          what: 'the flag native-histograms does nothing: "scrape_native_histograms: true" is needed',
          source: 17528,
        },
        {
          area: 'promql',
          kind: 'changed',
          what: 'many-to-one matches of filters are refused more consistently',
          source: 17668,
        },
      ],
    },
    {
      version: '3.10',
      date: '2026-02-24',
      changes: [
        {
          area: 'promql',
          kind: 'new',
          what: 'fill(), fill_left() and fill_right() beside binary operators, with --enable-feature=promql-binop-fill-modifiers',
          source: 17644,
        },
        {
          area: 'metrics',
          kind: 'changed',
          what: 'the metrics of the notification queue have the label "alertmanager"',
          source: 16355,
          metrics: [
            'prometheus_notifications_dropped_total',
            'prometheus_notifications_queue_capacity',
            'prometheus_notifications_queue_length',
          ],
        },
      ],
    },
    {
      version: '3.11',
      date: '2026-04-02',
      changes: [
        {
          area: 'promql',
          kind: 'new',
          what: 'the operators "</" and ">/", which trim native histograms',
          source: 17904,
        },
        { area: 'promql', kind: 'new', what: 'histogram_quantiles(), experimental', source: 17285 },
        {
          area: 'rules',
          kind: 'fixed',
          what: 'a longer "for" does not send alerts that fire back to pending',
          source: 18244,
        },
      ],
    },
    {
      version: '3.12',
      date: '2026-05-28',
      changes: [
        {
          area: 'promql',
          kind: 'new',
          what: 'start(), end(), range() and step(), experimental',
          source: 17877,
        },
        {
          area: 'configuration',
          kind: 'changed',
          what: 'values of "queue_config" that would stop remote_write later are refused',
          source: 18209,
        },
      ],
    },
    {
      version: '3.13',
      date: '2026-07-01',
      changes: [
        {
          area: 'promql',
          kind: 'changed',
          what: 'min() and max() of duration expressions are called min_of() and max_of(), which are scalar functions too',
          source: 18687,
        },
        {
          area: 'configuration',
          kind: 'new',
          what: '"storage.tsdb.chunk_encoding.floats"',
          source: 18769,
        },
      ],
    },
    {
      version: '3.14',
      date: '2026-08-17',
      changes: [
        { area: 'promql', kind: 'stable', what: 'arithmetic in durations needs no flag', source: 19033 },
        { area: 'promql', kind: 'stable', what: 'first_over_time() needs no flag', source: 19093 },
        { area: 'promql', kind: 'new', what: 'start_timestamp(), experimental', source: 19089 },
        {
          area: 'promql',
          kind: 'fixed',
          what: 'matchers that ignore case no longer lose values that match',
          source: 19167,
        },
        {
          area: 'promql',
          kind: 'fixed',
          what: 'mad_over_time() is NaN where the range holds NaN',
          source: 19040,
        },
        { area: 'configuration', kind: 'new', what: '"oci_sd_configs"', source: 18919 },
      ],
    },
    {
      version: '3.15',
      date: '2026-09-24',
      changes: [
        {
          area: 'promql',
          kind: 'removed',
          what: 'an offset that is an expression, or "@ start()" or "@ end()", before the brackets of a range is refused',
          source: 19406,
        },
        {
          area: 'promql',
          kind: 'fixed',
          what: 'histogram_stddev() and histogram_stdvar() never skip buckets',
          source: 19521,
        },
        {
          area: 'promql',
          kind: 'fixed',
          what: 'matchers with a group beside a literal no longer match too much',
          source: 19516,
        },
        { area: 'configuration', kind: 'new', what: '"runtime.log_level"', source: 19511 },
        { area: 'scraping', kind: 'new', what: 'targets behind Unix domain sockets', source: 18091 },
        { area: 'scraping', kind: 'new', what: 'the scrape protocol OpenMetrics 2.0', source: 18606 },
        { area: 'configuration', kind: 'new', what: '"session_name" and "tags" of "sigv4"', source: 19569 },
        {
          area: 'configuration',
          kind: 'changed',
          what: '"request_concurrency" of AWS discoveries must be positive',
          source: 19524,
        },
      ],
    },
    {
      version: '3.16',
      date: '2026-11-04',
      changes: [
        { area: 'promql', kind: 'stable', what: '"anchored" and "smoothed" need no flag', source: 19697 },
        {
          area: 'promql',
          kind: 'new',
          what: 'integral(), experimental',
          source: 'https://github.com/cloudflare/pint/releases/tag/v0.90.0',
        },
        {
          area: 'metrics',
          kind: 'changed',
          what: 'queues of remote write 2.0 no longer expose the metrics about metadata',
          source: 20080,
          metrics: [
            'prometheus_remote_storage_metadata_total',
            'prometheus_remote_storage_metadata_failed_total',
            'prometheus_remote_storage_metadata_retried_total',
            'prometheus_remote_storage_metadata_bytes_total',
          ],
        },
        {
          area: 'configuration',
          kind: 'changed',
          what: 'links in alerts begin with https where --web.config.file enables TLS and no --web.external-url is given',
          source: 19241,
        },
      ],
    },
  ],
};
