import { describe, expect, test } from 'vitest';
import { mutations } from '../../../scripts/differential-prometheus/mutations.ts';
import { ownVerdict } from '../../../scripts/differential-prometheus/own.ts';
import { CONFIG_KEYS } from '../../../src/documents/prometheus/config-keys.ts';
import { DISCOVERY_KEYS } from '../../../src/documents/prometheus/discovery-keys.ts';
import { HTTP_KEYS } from '../../../src/documents/prometheus/http-keys.ts';
import { shapeOf } from '../../../src/documents/prometheus/shape.ts';
import { lintFiles, textsBelow } from '../../support/lint-files.ts';

const SECTIONS = Object.keys({ ...CONFIG_KEYS, ...HTTP_KEYS, ...DISCOVERY_KEYS });
const KINDS = new Set([
  ...['string', 'bool', 'int', 'uint', 'float', 'duration', 'size', 'strings', 'map', 'params', 'headers'],
  ...['protocols', 'any', 'enum', 'section', 'sections'],
]);

const scrape = (...lines: string[]): string =>
  `scrape_configs:\n  - job_name: a\n${lines.map((line) => `    ${line}\n`).join('')}`;
const verdict = (text: string, release = '3.16'): string[] => ownVerdict(text, release);

describe('the tables of keys', () => {
  test.each(SECTIONS)('%s: each type is known, each section is there', (name) => {
    const shape = shapeOf(name);
    expect(shape.size).toBeGreaterThan(0);
    for (const { type, since, until } of shape.values()) {
      expect(KINDS).toContain(type.kind);
      if (type.kind === 'section' || type.kind === 'sections') expect(SECTIONS).toContain(type.name);
      for (const release of [since, until]) if (release !== undefined) expect(release).toMatch(/^[23]\.\d+$/);
    }
  });
});

describe('what promtool refuses is refused', () => {
  test.each([
    [
      'an unknown key, with the one that is meant',
      scrape('scrape_intervall: 5s'),
      'did you mean "scrape_interval"?',
    ],
    ['a key of another section', 'scrape_interval: 15s\n', 'has no key "scrape_interval"'],
    ['a duration without a unit', scrape('scrape_interval: 15'), '"scrape_interval" is "15"'],
    [
      'a timeout longer than the interval',
      scrape('scrape_interval: 5s', 'scrape_timeout: 10s'),
      'is longer than',
    ],
    [
      'text where a truth value belongs',
      scrape('honor_labels: "true"'),
      '"honor_labels" must be true or false',
    ],
    ['a list where a map belongs', scrape('tls_config: []'), '"tls_config" must be a map'],
    [
      'two ways to log in',
      scrape('bearer_token: a', 'basic_auth: { username: a }'),
      'only one of them is allowed',
    ],
    ['a certificate without its key', scrape('tls_config: { cert_file: a }'), 'needs its key'],
    [
      'a scheme in a target that relabelling leaves',
      scrape(
        'static_configs: [{ targets: ["http://a:1"] }]',
        'relabel_configs: [{ source_labels: [__address__], target_label: x }]',
      ),
      'contains "/"',
    ],
    [
      'an address without a scheme',
      scrape('eureka_sd_configs: [{ server: "a:8761" }]'),
      'not a URL that begins with',
    ],
    ['a timeout beyond the default interval', 'global: { scrape_timeout: 2m }\n', '1m by default'],
    ['an API that 3.0 removed', 'alerting: { alertmanagers: [{ api_version: v1 }] }\n', 'removed the API v1'],
    [
      'a proxy for the API of the cluster itself',
      scrape('kubernetes_sd_configs: [{ role: pod, proxy_from_environment: true }]'),
      'needs the address of the server',
    ],
    ['a scheme in a target', scrape('static_configs: [{ targets: ["http://a:1"] }]'), 'contains "/"'],
    [
      'a broken expression',
      scrape('relabel_configs: [{ target_label: a, regex: "(" }]'),
      'is not a regular expression',
    ],
    [
      'an action without its key',
      scrape('relabel_configs: [{ action: hashmod, target_label: a }]'),
      'needs a "modulus"',
    ],
    ['an unknown action', scrape('relabel_configs: [{ action: remove }]'), '"action" is "remove"'],
    ['remote_write without a URL', 'remote_write: [{ name: a }]\n', 'has no "url"'],
    ['an empty entry', 'scrape_configs:\n  -\n', 'this entry is empty'],
    ['a key that is written twice', scrape('scheme: http', 'scheme: https'), 'written twice'],
  ])('%s', (_name, text, message) => {
    expect(verdict(text).join('\n')).toContain(message);
  });

  test.each([
    [
      'a key before the release that has it',
      'storage: { tsdb: { retention: { time: 15d } } }\n',
      '3.7',
      'only since Prometheus 3.8',
    ],
    [
      'a key that a release renamed',
      scrape('scrape_classic_histograms: true'),
      '3.5',
      'only up to Prometheus 2.55',
    ],
    ['a discovery that is newer', scrape('oci_sd_configs: []'), '3.13', 'only since Prometheus 3.14'],
  ])('%s', (_name, text, release, message) => {
    expect(verdict(text, release).join('\n')).toContain(message);
  });
});

describe('what promtool accepts is accepted', () => {
  test.each([
    ['truth values of YAML 1.1', scrape('honor_labels: yes'), '3.16'],
    ['numbers as text', scrape('metrics_path: 5', 'params: { a: [1, true] }'), '3.16'],
    ['null leaves a value as it is', scrape('scrape_interval: null', 'relabel_configs: null'), '3.16'],
    [
      'actions in capitals',
      scrape('relabel_configs: [{ action: Keep, source_labels: [a], regex: b }]'),
      '3.16',
    ],
    ['the renamed key in its own time', scrape('scrape_classic_histograms: true'), '2.53'],
    [
      'retention in the file, since 3.8',
      'storage: { tsdb: { retention: { time: 15d, size: 10GB } } }\n',
      '3.8',
    ],
    ['the log level, since 3.15', 'runtime: { log_level: debug }\n', '3.15'],
    [
      'URLs as targets of an exporter that probes them',
      scrape(
        'static_configs: [{ targets: ["http://a:1/x"] }]',
        'relabel_configs: [{ source_labels: [__address__], target_label: __param_target }, { target_label: __address__, replacement: "blackbox:9115" }]',
      ),
      '3.16',
    ],
    [
      'a proxy that is switched off',
      scrape('kubernetes_sd_configs: [{ role: pod, proxy_from_environment: no }]'),
      '3.16',
    ],
    [
      'anchors and merge keys',
      'global: &g { scrape_interval: 5s }\nscrape_configs:\n  - { <<: *g, job_name: a }\n',
      '3.16',
    ],
  ])('%s', (_name, text, release) => {
    expect(verdict(text, release)).toEqual([]);
  });

  test('generated configurations never make the check itself fail', () => {
    for (const text of mutations(1500, 7)) expect(Array.isArray(verdict(text))).toBe(true);
  });
});

describe('as findings', () => {
  test('the smallest place, the reason and the release of the configuration', () => {
    const files = { 'prometheus.yml': scrape('scrape_classic_histograms: true', 'stream_parse: true') };
    const found = lintFiles(files);
    expect(found.map(({ severity, check }) => `${severity} ${check}`)).toEqual([
      'error syntax/unknown-key',
      'warning syntax/unknown-key',
    ]);
    expect(textsBelow(found)).toEqual(['scrape_classic_histograms', 'stream_parse']);
    expect(lintFiles(files, { config: 'prometheus: { version: "2.53" }\n' })).toHaveLength(1);
  });

  test('a release newer than all known ones may have the key', () => {
    const found = lintFiles(
      { 'prometheus.yml': scrape('brand_new: 1') },
      { config: 'prometheus: { version: "3.99" }\n' },
    );
    expect(found.map(({ severity }) => severity)).toEqual(['warning']);
  });
});
