/**
 * Places that make a regular expression of a text that is only known when they run, each with the reason why no file
 * can make it slow. A new place fails test/hostile/patterns.test.ts until it is listed here, with its reason.
 */
export const REVIEWED_DYNAMIC: Readonly<Record<string, string>> = {
  'src/checks/alerts/threshold-text.ts': 'made of constants while the module loads; measured',
  'src/checks/promql/renamed.ts': 'a metric name from a table of ours: plain text between two look-arounds',
  'src/checks/templates/value-unit.ts': 'made of constants while the module loads; measured',
  'src/checks/tests/scenario-series.ts': 'an escaped name: plain text between two look-arounds',
  'src/promql/eval/series/start-timestamps.ts': 'made of constants while the module loads; measured',
  'src/yaml/fast/flow.ts': 'made of constants while the module loads; measured',
  'src/yaml/under-indented.ts': 'made of two constants; runs of one character cannot be split in two ways',
  'src/template/alertmanager/html/tracker.ts': 'the name of a script or style element: plain text after "</"',
  'src/testing/observe/promtool-run.ts': 'the name of one of our own keys, on the output of promtool',
};

/**
 * Patterns that grow faster than linear, each with the bound that keeps them fast. Keyed by file and source.
 */
export const REVIEWED_BOUNDED: Readonly<Record<string, string>> = {};
