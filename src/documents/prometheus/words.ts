export const REFUSED =
  'Prometheus rejects the configuration: it does not start, or keeps running with the old rules';

const NAMES: Readonly<Record<string, string>> = {
  root: 'a Prometheus configuration',
  scrape: 'a scrape configuration',
  alertmanager: 'an entry of "alertmanagers"',
  remote_write: 'an entry of "remote_write"',
  remote_read: 'an entry of "remote_read"',
  relabel: 'a relabel configuration',
  static_configs: 'an entry of "static_configs"',
  tsdb: '"storage.tsdb"',
  retention: '"storage.tsdb.retention"',
  chunk_encoding: '"storage.tsdb.chunk_encoding"',
  filter: 'an entry of "filters"',
  selector: 'an entry of "selectors"',
};

/** How messages call a section of the tables. */
export function nameOf(section: string): string {
  const named = NAMES[section];
  if (named !== undefined) return named;
  return section.startsWith('sd_') ? `an entry of "${section.slice(3)}_sd_configs"` : `"${section}"`;
}
