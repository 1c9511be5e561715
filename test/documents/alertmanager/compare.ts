import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { decodeAlertmanager } from '../../../src/documents/alertmanager/decode.ts';
import type { DecodeResult } from '../../../src/documents/alertmanager/types.ts';
import { isBefore } from '../../../src/documents/alertmanager/version.ts';
import type { AlertmanagerVersion } from '../../../src/documents/alertmanager/version.ts';
import { isClassicLabelName, labelSet } from '../../../src/routing/labels.ts';
import { buildRouteTree } from '../../../src/routing/tree/build.ts';
import { matchReceivers } from '../../../src/routing/tree/match.ts';
import { parseYaml } from '../../../src/yaml/parse.ts';
import { FAULTS, randomConfig, randomFrom, randomLabels } from './generate.ts';
import type { Random } from './generate.ts';

export interface Comparison {
  readonly comparisons: number;
  readonly differences: readonly string[];
}

/** Compares one random configuration: as it is, with one fault, and the receivers of some label sets. */
export async function compareCase(
  seed: number,
  amtool: string,
  version: AlertmanagerVersion,
): Promise<Comparison> {
  const random = randomFrom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'rulecheck-amtool-'));
  try {
    const config = randomConfig(random);
    const differences = [
      ...(await compareRouting(config, random, join(folder, 'a.yml'), amtool, version)),
      ...(await compareFault(config, random, join(folder, 'b.yml'), amtool, version)),
    ];
    return { comparisons: 1 + LABEL_SETS, differences };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const LABEL_SETS = 3;

async function compareRouting(
  config: object,
  random: Random,
  path: string,
  amtool: string,
  version: AlertmanagerVersion,
): Promise<string[]> {
  const { text, decoded } = write(config, path, version);
  const differences: string[] = [];
  for (let i = 0; i < LABEL_SETS; i++) {
    const labels = randomLabels(random, !isBefore(version, '0.27'));
    const args = Object.entries(labels).map(
      ([name, value]) => `${isClassicLabelName(name) ? name : JSON.stringify(name)}=${JSON.stringify(value)}`,
    );
    const theirs = await execa(amtool, ['config', 'routes', 'test', `--config.file=${path}`, ...args], {
      reject: false,
    });
    const ours = answer(decoded, labels, version);
    // Newer versions log matchers that only the classic grammar takes before they answer.
    const receivers = theirs.exitCode === 0 ? (theirs.stdout.split('\n').at(-1) ?? '') : 'refused';
    if (ours !== receivers) {
      differences.push(
        `${JSON.stringify(labels)}: amtool ${receivers} ${theirs.stderr}, rulecheck ${ours}\n${text}`,
      );
    }
  }
  return differences;
}

function answer(decoded: DecodeResult, labels: Record<string, string>, version: AlertmanagerVersion): string {
  const { config } = decoded;
  if (config.route === undefined || decoded.issues.some((issue) => issue.level === 'error')) return 'refused';
  const tree = buildRouteTree(config.route, { emptyGroupByOverrides: !isBefore(version, '0.31') });
  return matchReceivers(tree, labelSet(labels)).join(',');
}

async function compareFault(
  config: Record<string, unknown>,
  random: Random,
  path: string,
  amtool: string,
  version: AlertmanagerVersion,
): Promise<string[]> {
  const fault = FAULTS[Math.floor(random() * FAULTS.length)]!;
  const broken = structuredClone(config);
  fault(broken, random);
  const { text, decoded } = write(broken, path, version);
  const theirs = await execa(amtool, ['check-config', path], { reject: false });
  const output = theirs.stdout + theirs.stderr;
  // A missing template file is judged elsewhere.
  const accepted = theirs.exitCode === 0 || /\d templates\n {2}FAILED/.test(output);
  const errors = decoded.issues.filter((issue) => issue.level === 'error');
  if (accepted === (errors.length === 0)) return [];
  const said = /FAILED: (.*)/.exec(output)?.[1] ?? (accepted ? 'accepts' : output.slice(0, 300));
  return [
    `amtool ${said}, rulecheck ${errors.map((e) => `${e.code}: ${e.message}`).join('; ') || 'accepts'}\n${text}`,
  ];
}

function write(
  config: object,
  path: string,
  version: AlertmanagerVersion,
): { text: string; decoded: DecodeResult } {
  const text = JSON.stringify(config);
  writeFileSync(path, text);
  const { documents, issues } = parseYaml(text);
  if (issues.length > 0) throw new Error(issues[0]!.message);
  return { text, decoded: decodeAlertmanager(documents[0]?.root, text, { version }) };
}
