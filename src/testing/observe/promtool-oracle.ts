import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RuleDocument } from '../../documents/rules/types.ts';
import type { LabelSet } from '../../routing/labels.ts';
import { withTempFolder } from '../../tools/index.ts';
import { rulesOf } from '../narrow/rule-subsets.ts';
import { lastQuestion } from './play-case.ts';
import { type CompiledCase, compileCase } from './promtool-compile.ts';
import { type Block, parseOutput } from './promtool-output.ts';
import { type Probe, queryOffsets } from './promtool-probes.ts';
import { printRules } from './promtool-rules.ts';
import { type BatchOptions, runPromtoolTests } from './promtool-run.ts';
import type { Answer, Observation, ObservedAlert, Oracle, Question, TestCase } from './types.ts';

type OracleOptions = Omit<BatchOptions, 'batch' | 'weights'>;

/** How many cases one promtool process plays: its start costs more than a small case. */
const BATCH = 40;

/** An oracle that asks a promtool executable (2.42 or later). */
export function promtoolOracle(path: string, options: OracleOptions = {}): Oracle {
  return {
    name: 'promtool',
    observe: (cases) => withTempFolder((folder) => observeAll(path, cases, folder, options)),
  };
}

async function observeAll(
  path: string,
  cases: readonly TestCase[],
  folder: string,
  options: OracleOptions,
): Promise<Observation[]> {
  const rules = new RuleFolder(folder);
  const compiled: { file: string; compiled: CompiledCase }[] = [];
  for (const [i, testCase] of cases.entries()) {
    const file = join(folder, `case-${i}.yml`);
    const one = compileCase(testCase, await rules.paths(testCase.rules));
    await writeFile(file, one.text);
    compiled.push({ file, compiled: one });
  }
  const results = await runPromtoolTests(
    path,
    compiled.map(({ file }) => file),
    { ...options, batch: BATCH, weights: cases.map(weightOf) },
  );
  return results.map((result, i): Observation => {
    if (result.status === 'broken') return { status: 'broken', message: result.message };
    return readObservation(cases[i]!, compiled[i]!.compiled.probes, parseOutput(result.errors), rules);
  });
}

/** Evaluations of single rules, and what promtool takes to set up its database for a test. */
function weightOf(testCase: TestCase): number {
  const evaluations = lastQuestion(testCase) / testCase.evaluationIntervalMs;
  return SETUP_EVALUATIONS + evaluations * rulesOf(testCase.rules).length;
}

const SETUP_EVALUATIONS = 250;

/** Writes each rule document once. */
class RuleFolder {
  readonly #folder: string;
  readonly #paths = new Map<RuleDocument, string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A message of promtool with the user's files in place of ours; positions in ours mean nothing to anybody. */
  originalPaths(message: string): string {
    let text = message;
    for (const [document, path] of this.#paths) {
      text = text.replaceAll(`${path}:`, `${document.file.path}:`);
    }
    return text.replaceAll(/: \d+:\d+: group /g, ': group ');
  }

  async paths(documents: readonly RuleDocument[]): Promise<string[]> {
    const paths: string[] = [];
    for (const document of documents) {
      let path = this.#paths.get(document);
      if (path === undefined) {
        path = join(this.#folder, `rules-${this.#paths.size}.yml`);
        this.#paths.set(document, path);
        await writeFile(path, printRules(document));
      }
      paths.push(path);
    }
    return paths;
  }
}

/** Puts promtool's blocks back to the questions; every probe has exactly one block where the case was played. */
function readObservation(
  testCase: TestCase,
  probes: readonly Probe[],
  blocks: readonly Block[],
  rules: RuleFolder,
): Observation {
  const { questions } = testCase;
  const strange = blocks.filter((block) => block.kind === 'other');
  if (strange.length > 0)
    return {
      status: 'rejected',
      message: rules.originalPaths(strange.map((block) => block.text.trim()).join('\n')),
    };
  if (blocks.length !== probes.length) {
    const message = `promtool answered ${blocks.length} of ${probes.length} questions`;
    return { status: 'broken', message: blocks.length === 0 ? message : `${message}:\n${blocks[0]!.text}` };
  }
  const parts = questions.map((): Block[] => []);
  for (const [i, probe] of probes.entries()) {
    const block = blocks[i]!;
    if (!('subject' in block) || block.subject !== probe.subject) {
      return {
        status: 'broken',
        message: `promtool answered another question than "${probe.subject}":\n${block.text}`,
      };
    }
    parts[probe.question]!.push(block);
  }
  const view = new AlertsSeries(testCase.rules);
  return { status: 'observed', answers: questions.map((question, i) => answer(question, parts[i]!, view)) };
}

function answer(question: Question, blocks: readonly Block[], view: AlertsSeries): Answer {
  const failed = blocks.find((block) => block.kind === 'expr-error');
  if (failed !== undefined) return { kind: 'error', message: failed.message };
  const alerts = blocks.flatMap((block) => (block.kind === 'alerts' ? block.got : []));
  const samples = blocks.flatMap((block) => (block.kind === 'expr' ? block.got : []));
  switch (question.kind) {
    case 'alerts': {
      const firing = alerts.map((alert): ObservedAlert => ({ state: 'firing', ...alert }));
      const pending = samples.map(({ labels }): ObservedAlert => ({
        state: 'pending',
        labels: view.alertLabels(labels),
        annotations: new Map(),
      }));
      return { kind: 'alerts', alerts: [...firing, ...pending] };
    }
    case 'all-firing':
      return { kind: 'all-firing', alerts: samples.map(({ labels }) => view.alertLabels(labels)) };
    case 'first':
      return {
        kind: 'first',
        seen: samples.map(({ labels, value }) => ({
          labels: view.alertLabels(labels),
          atMs: Math.round(value * 1000) + view.offsetOf(question.alert),
        })),
      };
    case 'expr':
      return { kind: 'expr', samples };
    case 'lines':
      return { kind: 'error', message: 'promtool does not support log queries' };
  }
}

/** How the ALERTS series of some rules describe their alerts. */
class AlertsSeries {
  readonly #offsets: ReadonlyMap<string, number>;
  /** Labels with a template, as written. */
  readonly #templates = new Set<string>();

  constructor(documents: readonly RuleDocument[]) {
    this.#offsets = queryOffsets(documents);
    for (const group of documents.flatMap((document) => document.groups)) {
      for (const { name, value } of [...group.labels, ...group.rules.flatMap((rule) => rule.labels)]) {
        if (value.includes('{{')) this.#templates.add(`${name}=${value}`);
      }
    }
  }

  offsetOf(alert: string): number {
    return this.#offsets.get(alert) ?? 0;
  }

  /** The labels of an alert: its series keeps a template's text where the template gave nothing. */
  alertLabels(labels: LabelSet): LabelSet {
    const kept = [...labels].filter(
      ([name, value]) =>
        name !== '__name__' && name !== 'alertstate' && !this.#templates.has(`${name}=${value}`),
    );
    return new Map(kept);
  }
}
