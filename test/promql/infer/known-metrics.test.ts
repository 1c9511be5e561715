import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../../../src/config/types.ts';
import { factsOf } from '../../../src/analysis/expression/facts.ts';
import { readProject } from '../../../src/project/read-project.ts';
import { Labels, Storage } from '../../../src/promql/eval/index.ts';
import { wrongFacts } from './wrong-facts.ts';

const RUNS = Number(process.env['RULECHECK_INFERENCE_RUNS'] ?? '60');
const START_MS = 86_400_000;
const STEP_MS = 30_000;
const facts = factsOf(readProject([], DEFAULT_CONFIG.settings));

const EXPRESSIONS = [
  'node_filesystem_avail_bytes / node_filesystem_size_bytes',
  '1 - node_filesystem_avail_bytes / node_filesystem_size_bytes',
  '(node_filesystem_size_bytes - node_filesystem_avail_bytes) / node_filesystem_size_bytes',
  '100 * node_filesystem_avail_bytes{mountpoint="/"} / node_filesystem_size_bytes{mountpoint="/"}',
  '100 - (node_filesystem_free_bytes * 100) / node_filesystem_size_bytes',
  'sum by (instance) (node_filesystem_avail_bytes) / sum by (instance) (node_filesystem_size_bytes)',
  'sum(node_filesystem_size_bytes - node_filesystem_free_bytes) / sum(node_filesystem_size_bytes)',
  'avg_over_time(node_filesystem_free_bytes[5m]) / avg_over_time(node_filesystem_size_bytes[5m])',
  '(node_filesystem_free_bytes + node_filesystem_avail_bytes) / node_filesystem_size_bytes',
  'rate(node_cpu_seconds_total{mode="idle"}[5m])',
  '1 - avg by (instance) (irate(node_cpu_seconds_total{mode="idle"}[5m]))',
  'sum by (instance) (rate(node_cpu_seconds_total[5m])) > 1',
  'node_filesystem_readonly > 0',
  'avg(node_filesystem_readonly) * 100',
  'kube_pod_status_phase{phase="Crashed"}',
  'kube_pod_status_phase{phase!="Running"} == 1',
  'sum by (phase) (kube_pod_status_phase{phase=~"Pending|Failed"})',
];

const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const disk = fc.record({
  size: fc.constantFrom(0, 1, 1e3, 1e12),
  free: fc.array(fraction, { minLength: 12, maxLength: 12 }),
  reserved: fc.constantFrom(0, 0.05, 0.08),
});
const sample = fc.record({
  disks: fc.array(disk, { minLength: 2, maxLength: 2 }),
  busy: fc.array(fraction, { minLength: 12, maxLength: 12 }),
  flags: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
  restart: fc.nat(30),
});

function storageOf({
  disks,
  busy,
  flags,
  restart,
}: typeof sample extends fc.Arbitrary<infer T> ? T : never): Storage {
  const storage = new Storage();
  const add = (name: string, labels: Record<string, string>, step: number, value: number): void => {
    storage.append(Labels.of({ __name__: name, instance: 'a', ...labels }), START_MS + step * STEP_MS, value);
  };
  let idle = 1000;
  for (let step = 0; step < 12; step++) {
    for (const [i, { size, free, reserved }] of disks.entries()) {
      const mountpoint = ['/', '/data'][i]!;
      add('node_filesystem_size_bytes', { mountpoint }, step, size);
      add('node_filesystem_free_bytes', { mountpoint }, step, size * free[step]!);
      add('node_filesystem_avail_bytes', { mountpoint }, step, size * free[step]! - size * reserved);
      add('node_filesystem_readonly', { mountpoint }, step, flags[step]! ? 1 : 0);
    }
    idle = step === restart ? 0 : idle + (busy[step]! * STEP_MS) / 1000;
    add('node_cpu_seconds_total', { cpu: '0', mode: 'idle' }, step, idle);
    for (const phase of ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'])
      add(
        'kube_pod_status_phase',
        { pod: 'x', phase },
        step,
        phase === (flags[step]! ? 'Failed' : 'Running') ? 1 : 0,
      );
  }
  return storage;
}

test('facts of well-known metrics hold on data as their exporters write it', { timeout: RUNS * 1000 }, () => {
  const env = { series: (name: string) => facts.series(name) };
  const property = fc.property(sample, fc.nat(13), (data, step) => {
    const storage = storageOf(data);
    const timeMs = START_MS + step * STEP_MS;
    expect(EXPRESSIONS.flatMap((text) => wrongFacts(text, env, storage, timeMs))).toEqual([]);
  });
  fc.assert(property, { numRuns: RUNS, endOnFailure: false });
});
