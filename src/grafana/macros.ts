/** What Grafana itself puts in the place of a macro. */
type MacroValue = 'duration' | 'number' | 'text';

/**
 * Variables that Grafana brings (https://grafana.com/docs/grafana/latest/dashboards/variables/add-template-variables/,
 * "Global variables"), those of its data links, and what its Prometheus and Loki data sources add.
 */
const MACROS: Readonly<Record<string, MacroValue>> = {
  __interval: 'duration',
  __interval_ms: 'number',
  __rate_interval: 'duration',
  __rate_interval_ms: 'number',
  __range: 'duration',
  __range_s: 'number',
  __range_ms: 'number',
  __auto: 'duration',
  __from: 'number',
  __to: 'number',
  __name: 'text',
  __org: 'text',
  __user: 'text',
  __dashboard: 'text',
  __timezone: 'text',
  __searchFilter: 'text',
  __adhoc_filters: 'text',
  __all: 'text',
  __all_variables: 'text',
  __url: 'text',
  __url_time_range: 'text',
  __field: 'text',
  __series: 'text',
  __series_name: 'text',
  __value: 'text',
  __value_raw: 'text',
  __value_time: 'text',
  __value_numeric: 'text',
  __value_text: 'text',
  __value_calc: 'text',
  __field_name: 'text',
  __data: 'text',
  __cell: 'text',
  __time: 'text',
  __timeFilter: 'text',
  __timeFrom: 'text',
  __timeTo: 'text',
  __timeGroup: 'text',
  __timeEpoch: 'text',
  __unixEpochFilter: 'text',
  __unixEpochFrom: 'text',
  __unixEpochTo: 'text',
  __unixEpochGroup: 'text',
  __tags: 'text',
  __trace: 'text',
  __span: 'text',
  __dataPoint: 'text',
  timeFilter: 'text',
};

/** What a macro of Grafana stands for; undefined: Grafana knows none of that name. */
export function macroValue(name: string): MacroValue | undefined {
  return Object.hasOwn(MACROS, name) ? MACROS[name] : undefined;
}

/** The names of all macros. */
export const MACRO_NAMES: readonly string[] = Object.keys(MACROS);
