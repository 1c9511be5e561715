import { shapeOf } from '../../src/documents/prometheus/shape.ts';
import type { Key } from '../../src/documents/prometheus/shape.ts';

/** The position of a section in a configuration: the lines before it, and how deep it is. */
interface Place {
  readonly section: string;
  /** `@` stands for the keys of the section, one below the other. */
  readonly frame: (keys: string) => string;
  /** Keys that the section needs to be accepted. */
  readonly base: Readonly<Record<string, string>>;
}

const indent = (text: string, by: number): string => text.replaceAll('\n', `\n${' '.repeat(by)}`);
const scrape = (rest: (keys: string) => string) => (keys: string) =>
  `scrape_configs:\n  - job_name: a\n    ${indent(rest(keys), 4)}\n`;
const scrapeSection = (key: string) => scrape((keys) => `${key}:\n  ${indent(keys, 2)}`);
const scrapeList = (key: string) => scrape((keys) => `${key}:\n  - ${indent(keys, 4)}`);
const write = (rest: (keys: string) => string) => (keys: string) =>
  `remote_write:\n  - url: http://a/\n    ${indent(rest(keys), 4)}\n`;

// Consul, Kuma, OpenStack and others are left out: the promtools of Debian are built without them.
const SD_BASE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  file: { files: '[a.json]' },
  dns: { names: '[a]', port: '80' },
  http: { url: 'http://a/' },
  kubernetes: { role: 'pod' },
  gce: { project: 'a', zone: 'b' },
  hetzner: { role: 'robot', basic_auth: '{ username: a, password: b }' },
  eureka: { server: 'http://a/' },
  puppetdb: { url: 'http://a/', query: 'a' },
  docker: { host: 'http://a/' },
  dockerswarm: { host: 'http://a/', role: 'nodes' },
  nerve: { servers: '[a]', paths: '[/a]' },
  serverset: { servers: '[a]', paths: '[/a]' },
  ec2: { region: 'a' },
  lightsail: { region: 'a' },
  digitalocean: {},
  linode: {},
  vultr: {},
};

export const PLACES: readonly Place[] = [
  { section: 'root', frame: (keys) => `${keys}\n`, base: {} },
  { section: 'global', frame: (keys) => `global:\n  ${indent(keys, 2)}\n`, base: {} },
  {
    section: 'scrape',
    frame: (keys) => `scrape_configs:\n  - ${indent(keys, 4)}\n`,
    base: { job_name: 'a' },
  },
  { section: 'static_configs', frame: scrapeList('static_configs'), base: {} },
  { section: 'relabel', frame: scrapeList('relabel_configs'), base: { target_label: 'x' } },
  { section: 'basic_auth', frame: scrapeSection('basic_auth'), base: {} },
  { section: 'authorization', frame: scrapeSection('authorization'), base: {} },
  { section: 'tls_config', frame: scrapeSection('tls_config'), base: {} },
  { section: 'alerting', frame: (keys) => `alerting:\n  ${indent(keys, 2)}\n`, base: {} },
  {
    section: 'alertmanager',
    frame: (keys) => `alerting:\n  alertmanagers:\n    - ${indent(keys, 6)}\n`,
    base: {},
  },
  {
    section: 'remote_write',
    frame: (keys) => `remote_write:\n  - ${indent(keys, 4)}\n`,
    base: { url: 'http://a/' },
  },
  {
    section: 'remote_read',
    frame: (keys) => `remote_read:\n  - ${indent(keys, 4)}\n`,
    base: { url: 'http://a/' },
  },
  { section: 'queue_config', frame: write((keys) => `queue_config:\n  ${indent(keys, 2)}`), base: {} },
  { section: 'metadata_config', frame: write((keys) => `metadata_config:\n  ${indent(keys, 2)}`), base: {} },
  { section: 'storage', frame: (keys) => `storage:\n  ${indent(keys, 2)}\n`, base: {} },
  { section: 'tsdb', frame: (keys) => `storage:\n  tsdb:\n    ${indent(keys, 4)}\n`, base: {} },
  { section: 'exemplars', frame: (keys) => `storage:\n  exemplars:\n    ${indent(keys, 4)}\n`, base: {} },
  { section: 'tracing', frame: (keys) => `tracing:\n  ${indent(keys, 2)}\n`, base: { endpoint: 'a:1' } },
  { section: 'otlp', frame: (keys) => `otlp:\n  ${indent(keys, 2)}\n`, base: {} },
  { section: 'runtime', frame: (keys) => `runtime:\n  ${indent(keys, 2)}\n`, base: {} },
  ...Object.entries(SD_BASE).map(([name, base]): Place => ({
    section: `sd_${name}`,
    frame: scrapeList(`${name}_sd_configs`),
    base,
  })),
];

/** Values of many kinds, right and wrong for most keys. */
const VALUES = [
  ...[
    'abc',
    '""',
    '"5"',
    '5',
    '-1',
    '0',
    '1.5',
    'true',
    '"true"',
    'yes',
    'null',
    '30s',
    '1h30m',
    '90',
    '"0"',
    '1x',
  ],
  ...[
    '10MB',
    '10',
    '[]',
    '[a, b]',
    '[1, true]',
    '{}',
    '{ a: b }',
    '{ a: [b] }',
    '[{ a: b }]',
    'http://a/b',
    '[null]',
  ],
];

const NOT_BUILT =
  /^(?:consul|kuma|openstack|azure|nomad|stackit|ionos|ovhcloud|scaleway|uyuni|triton|marathon)_sd_configs$/;

/** Configurations in which one key has one of the values above, or a key is one that no section has. */
export function* mutations(count: number, seed: number): Generator<string> {
  const random = randomOf(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  for (let i = 0; i < count; i++) {
    const { section, frame, base } = pick(PLACES);
    const keys = new Map(Object.entries(base));
    const names = [...shapeOf(section).keys()].filter((name) => !NOT_BUILT.test(name));
    const changes = random() < 0.2 ? 2 : 1;
    for (let c = 0; c < changes; c++) {
      const key =
        random() < 0.03 ? pick(['foo', 'timeout', 'scrape_intervall', 'groups2', 'targets']) : pick(names);
      keys.set(key, random() < 0.4 ? likely(shapeOf(section).get(key), pick) : pick(VALUES));
    }
    if (random() < 0.05) keys.delete(pick([...keys.keys()]));
    if (keys.size === 0) continue;
    yield frame([...keys].map(([key, value]) => `${key}: ${value}`).join('\n'));
  }
}

/** A value that fits the key, so that keys are met where they are right. */
function likely(key: Key | undefined, pick: <T>(list: readonly T[]) => T): string {
  switch (key?.type.kind) {
    case undefined:
      return 'x';
    case 'bool':
      return pick(['true', 'false', 'no']);
    case 'int':
    case 'uint':
      return pick(['0', '7', '100']);
    case 'float':
      return pick(['0.5', '1', '2']);
    case 'duration':
      return pick(['10s', '1m', '0', '1d']);
    case 'size':
      return pick(['10MB', '1KiB', '0']);
    case 'strings':
      return pick(['[a]', '[a, b]']);
    case 'map':
      return '{ a: b }';
    case 'params':
      return '{ a: [b] }';
    case 'enum':
      return pick(key.type.values);
    case 'protocols':
      return '[PrometheusText0.0.4]';
    case 'section':
      return '{}';
    case 'sections':
      return '[]';
    default:
      return pick(['a', 'http://a/']);
  }
}

/** A small generator of numbers between 0 and 1, the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
