import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RuleDocument } from '../../documents/rules/types.ts';
import type { LabelSet } from '../../routing/labels.ts';
import { type RunOptions, withTempFolder } from '../../tools/index.ts';
import { type CompiledCase, type Probe, compileCase } from './promtool-compile.ts';
import { type Block, parseOutput } from './promtool-output.ts';
import { printRules } from './promtool-rules.ts';
import { runPromtoolTests } from './promtool-run.ts';
import type { Answer, Observation, ObservedAlert, Oracle, Question, TestCase } from './types.ts';

/** How many cases one promtool process plays: its start costs more than a small case. */
const BATCH = 40;

/** An oracle that asks a promtool executable (2.42 or later). */
export function promtoolOracle(
  path: string,
  options: RunOptions & { readonly concurrency?: number } = {},
): Oracle {
  return {
    name: 'promtool',
    observe: (cases) => withTempFolder((folder) => observeAll(path, cases, folder, options)),
  };
}

async function observeAll(
  path: string,
  cases: readonly TestCase[],
  folder: string,
  options: RunOptions & { readonly concurrency?: number },
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
    { ...options, batch: BATCH },
  );
  return results.map((result, i): Observation => {
    if (result.status === 'broken') return result;
    return readObservation(cases[i]!.questions, compiled[i]!.compiled.probes, parseOutput(result.errors));
  });
}

/** Writes each rule document once. */
class RuleFolder {
  readonly #folder: string;
  readonly #paths = new Map<RuleDocument, string>();

  constructor(folder: string) {
    this.#folder = folder;
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
  questions: readonly Question[],
  probes: readonly Probe[],
  blocks: readonly Block[],
): Observation {
  const strange = blocks.filter((block) => block.kind === 'other');
  if (strange.length > 0)
    return { status: 'rejected', message: strange.map((block) => block.text.trim()).join('\n') };
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
  return { status: 'observed', answers: questions.map((question, i) => answer(question, parts[i]!)) };
}

function answer(question: Question, blocks: readonly Block[]): Answer {
  const failed = blocks.find((block) => block.kind === 'expr-error');
  if (failed !== undefined) return { kind: 'error', message: failed.message };
  const alerts = blocks.flatMap((block) => (block.kind === 'alerts' ? block.got : []));
  const samples = blocks.flatMap((block) => (block.kind === 'expr' ? block.got : []));
  switch (question.kind) {
    case 'alerts': {
      const firing = alerts.map((alert): ObservedAlert => ({ state: 'firing', ...alert }));
      const pending = samples.map(({ labels }): ObservedAlert => ({
        state: 'pending',
        labels: alertLabels(labels),
        annotations: new Map(),
      }));
      return { kind: 'alerts', alerts: [...firing, ...pending] };
    }
    case 'all-firing':
      return { kind: 'all-firing', alerts: samples.map(({ labels }) => alertLabels(labels)) };
    case 'first':
      return {
        kind: 'first',
        seen: samples.map(({ labels, value }) => ({
          labels: alertLabels(labels),
          atMs: Math.round(value * 1000),
        })),
      };
    case 'expr':
      return { kind: 'expr', samples };
  }
}

/** The labels of an alert from those of its ALERTS series. */
function alertLabels(labels: LabelSet): LabelSet {
  const own = new Map(labels);
  own.delete('__name__');
  own.delete('alertstate');
  return own;
}
