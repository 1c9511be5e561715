import type { AnyCheck } from '../checks/contract.ts';
import { schemaSources } from '../checks/schema-sources.ts';
import { fromLayers } from '../config/layers.ts';
import { parseLayer } from '../config/parse.ts';
import { withPluginSettings } from '../config/plugin-settings.ts';
import { DEFAULT_CONFIG } from '../config/types.ts';
import type { Config } from '../config/types.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { LiveFacts } from '../project/live-facts.ts';
import { readProject } from '../project/read-project.ts';
import { SourceFile } from '../source/source-file.ts';
import { lint } from './run.ts';

export interface LintTextsOptions {
  /** Content of rulecheck.yaml. */
  readonly config?: string;
  /** Treat the files as named on the command line, not as found in a folder (default false). */
  readonly named?: boolean;
  /** What a server said. */
  readonly live?: LiveFacts | undefined;
  /** The changed files as they were before. */
  readonly before?: Readonly<Record<string, string>> | undefined;
  /** Run a check of the strict preset too. */
  readonly always?: string;
}

/**
 * Lints texts in memory, as the command lints files.
 *
 * @param files texts by name; a single text is rules.yml
 * @throws Error for a configuration that is wrong
 */
export function lintTexts(
  files: string | Readonly<Record<string, string>>,
  checks: readonly AnyCheck[],
  { config: text, named = false, always, live, before }: LintTextsOptions = {},
): readonly Diagnostic[] {
  const config = text === undefined ? DEFAULT_CONFIG : readConfig(text, checks);
  const byName = typeof files === 'string' ? { 'rules.yml': files } : files;
  const found = filesOf(byName, named);
  const settings = new Map(config.checks);
  if (always !== undefined) settings.set(always, settings.get(always) ?? { options: {} });
  const project = readProject(found, config.settings, live);
  if (before !== undefined) project.compareWith(readProject(filesOf(before, named), config.settings));
  return lint(project, checks, { ...config, checks: settings }).diagnostics;
}

function filesOf(files: Readonly<Record<string, string>>, named: boolean) {
  return Object.entries(files).map(([path, text]) => ({ path, text, named }));
}

function readConfig(text: string, checks: readonly AnyCheck[]): Config {
  const plugins = checks.filter(({ plugin }) => plugin !== undefined);
  const layer = parseLayer(
    new SourceFile('rulecheck.yaml', text),
    plugins.length > 0 ? 'set-apart' : 'refuse',
  );
  const judged =
    plugins.length === 0
      ? { layers: [layer], faults: [] }
      : withPluginSettings([layer], schemaSources(plugins));
  const faults = [...layer.issues, ...judged.faults];
  if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join('; '));
  return fromLayers(judged.layers);
}
