import { EXIT } from '../../../diagnostics/exit-code.ts';
import { UserError } from '../../../diagnostics/user-error.ts';
import type { Language } from '../../../documents/expression.ts';
import { DEFAULT_MAX_BYTES } from '../../../live/client.ts';
import { badStatus } from '../../../live/errors.ts';
import { diffRules } from '../../../live/rules/diff.ts';
import { readRunning } from '../../../live/rules/read-running.ts';
import type { PlainGroup } from '../../../live/rules/rule-set.ts';
import { groupsOf } from '../../../live/rules/rule-set.ts';
import { readRegular, refuse, treeAround } from '../../../project/read-regular.ts';
import { rulesDiffMarkdown, rulesDiffText } from '../../../reporters/rules-diff.ts';
import type { RulesDiff } from '../../../reporters/rules-diff.ts';
import { globTest } from '../../../util/glob.ts';
import { userPath } from '../../io.ts';
import type { Io } from '../../io.ts';
import { connect } from '../../live/connect.ts';
import type { ConnectOptions } from '../../live/connect.ts';
import { loadAll } from '../../load.ts';
import { textOptions } from '../../report.ts';

export interface RulesDiffOptions extends ConnectOptions {
  readonly paths: readonly string[];
  readonly config?: string;
  readonly format: 'text' | 'markdown' | 'json';
  readonly prometheus?: string;
  readonly mimir?: string;
  readonly loki?: string;
  readonly namespace?: string;
}

/** Where a server publishes its rules: the path below its address, and the language of their expressions. */
interface Ruler {
  readonly source: string;
  readonly path: string;
  readonly language: Language;
  /** A ruler without a group answers so. */
  readonly emptyStatus?: number;
}

/** `rulecheck rules diff`: what a server runs against what is in files. @returns 1 where they differ */
export async function rulesDiff(options: RulesDiffOptions, io: Io): Promise<number> {
  const ruler = rulerOf(options);
  const loaded = await loadAll({ paths: options.paths, config: options.config }, io);
  const files = loaded.flatMap(({ project }) => groupsOf(project, ruler.language));
  const { text, name } = await answerOf(ruler, options, io);
  const running = readRunning(text, name, ruler.language).filter(isWanted(options));
  const diff: RulesDiff = {
    server: name,
    tenant: options.tenant,
    rules: files.reduce((count, { rules }) => count + rules.length, 0),
    groups: diffRules(files, running),
  };
  io.stdout.write(written(diff, options.format, io));
  return diff.groups.length > 0 ? EXIT.findings : EXIT.clean;
}

function rulerOf({ prometheus, mimir, loki }: RulesDiffOptions): Ruler {
  const [first, second] = [
    { source: prometheus, path: 'api/v1/rules', language: 'promql' },
    { source: mimir, path: 'prometheus/config/v1/rules', language: 'promql', emptyStatus: 404 },
    { source: loki, path: 'loki/api/v1/rules', language: 'logql', emptyStatus: 404 },
  ].filter(({ source }) => source !== undefined);
  if (first !== undefined && second === undefined) return first as Ruler;
  throw new UserError(
    first === undefined ? 'rules diff needs a server' : 'rules diff compares with one server',
    EXIT.usage,
    'use one of --prometheus, --mimir and --loki, with a URL or the file of a saved answer',
  );
}

async function answerOf(
  { source, path, emptyStatus }: Ruler,
  options: RulesDiffOptions,
  io: Io,
): Promise<{ text: string; name: string }> {
  if (!/^https?:\/\//i.test(source)) {
    const absolute = userPath(io, source);
    const reading = readRegular(absolute, {
      tree: treeAround(absolute, io.cwd),
      maxBytes: DEFAULT_MAX_BYTES,
    });
    return reading.ok ? { text: reading.bytes.toString('utf8'), name: source } : refuse(source, reading);
  }
  // The running rules are always fetched: a cached answer would show the rules before a deployment.
  const client = connect(source, { ...options, cache: false }, io);
  const { status, body } = await client.text(path);
  if (status === emptyStatus && /no rule groups? found|rule group does not exist/i.test(body))
    return { text: '', name: client.name };
  if (status !== 200) throw badStatus(`${client.name}/${path}`, status);
  return { text: body, name: client.name };
}

function isWanted({ namespace }: RulesDiffOptions): (group: PlainGroup) => boolean {
  if (namespace === undefined) return () => true;
  const test = globTest(namespace);
  return ({ source }) => test(source);
}

function written(diff: RulesDiff, format: RulesDiffOptions['format'], io: Io): string {
  switch (format) {
    case 'text':
      return rulesDiffText(diff, textOptions(io));
    case 'markdown':
      return rulesDiffMarkdown(diff);
    case 'json':
      return `${JSON.stringify(diff, null, 2)}\n`;
  }
}
