import { describe, expect, it } from 'vitest';
import { decodeJobs, playLines } from '../../src/pipelines/index.ts';
import type { PipelineIssue } from '../../src/pipelines/index.ts';
import { yamlOf } from './support.ts';

const job = (rules: string): string =>
  `scrape_configs:\n  - job_name: it\n    docker_sd_configs: [{host: x}]\n    relabel_configs: ${rules}\n`;

function arrived(rules: string, labels: Record<string, string>): unknown {
  const issues: PipelineIssue[] = [];
  const [source] = decodeJobs(yamlOf(job(rules)), (issue) => issues.push(issue));
  expect(issues).toEqual([]);
  const played = playLines(source!, {
    labels: new Map(Object.entries(labels)),
    file: undefined,
    lines: [{ line: 'x', at: 0n }],
  });
  if ('problem' in played) return played.problem.message;
  return played.arrived.map((line) => Object.fromEntries(line.labels));
}

const CONTAINER = {
  __meta_docker_container_name: '/shop-web-1',
  __meta_docker_container_label_team: 'a',
  app: 'B',
};

describe('relabelling of targets', () => {
  it.each<[string, unknown]>([
    [
      `[{source_labels: [__meta_docker_container_name], regex: '/(.*)-(\\d+)', target_label: name, replacement: '\${1}'}]`,
      [{ app: 'B', name: 'shop-web' }],
    ],
    ['[{target_label: job, replacement: docker}]', [{ app: 'B', job: 'docker' }]],
    ['[{source_labels: [app], regex: C, target_label: job, replacement: x}]', [{ app: 'B' }]],
    ['[{source_labels: [missing], target_label: app}]', [{}]],
    ["[{source_labels: [app, missing], separator: '/', target_label: both}]", [{ app: 'B', both: 'B/' }]],
    ['[{source_labels: [app], target_label: app, action: lowercase}]', [{ app: 'b' }]],
    ['[{source_labels: [app], regex: b, action: drop}]', [{ app: 'B' }]],
    ['[{source_labels: [app], regex: B, action: drop}]', []],
    ["[{source_labels: [app], regex: '(?i)b', action: keep}]", [{ app: 'B' }]],
    ["[{regex: '__meta_docker_container_label_(.+)', action: labelmap}]", [{ app: 'B', team: 'a' }]],
    ["[{regex: 'ap.', action: labeldrop}]", [{}]],
    ["[{regex: '__.*', action: labelkeep}]", [{}]],
    [
      '[{source_labels: [app], modulus: 8, target_label: shard, action: hashmod}]',
      [{ app: 'B', shard: '1' }],
    ],
    ['[{source_labels: [app], target_label: __meta_docker_container_label_team, action: keepequal}]', []],
    ['[{source_labels: [app], target_label: app, action: dropequal}]', []],
    ["[{source_labels: [app], regex: (.*), target_label: 'x_$1'}]", [{ app: 'B', x_B: 'B' }]],
  ])('%s', (rules, expected) => expect(arrived(rules, CONTAINER)).toEqual(expected));

  it.each([
    ['[{action: replac, target_label: a}]', /not an action of a relabelling rule; did you mean "replace"/],
    ["[{regex: '(', target_label: a}]", /not a regular expression/],
    ['[{action: hashmod, target_label: a}]', /has no "modulus"/],
    ['[{source_labels: [a]}]', /has no "target_label"/],
    ['[{source_label: [a], target_label: b}]', /no argument "source_label"; did you mean "source_labels"/],
  ])('%s is reported', (rules, message) => {
    const issues: PipelineIssue[] = [];
    decodeJobs(yamlOf(job(rules)), (issue) => issues.push(issue));
    expect(issues.map((issue) => issue.message)).toEqual([expect.stringMatching(message)]);
  });
});
