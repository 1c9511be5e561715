import { resolve } from 'node:path';
import { alertLabels } from '../analysis/delivery/index.ts';
import { explanationOf } from '../reporters/alert-explanation.ts';
import { load } from '../cli/load.ts';
import { DEFAULT_CONFIG } from '../config/types.ts';
import { readAlertmanager } from '../documents/alertmanager-document.ts';
import { explainAlertJson } from '../reporters/explain-alert.ts';
import { labelSet } from '../routing/labels.ts';
import { testRoutes } from '../routing/report/test.ts';
import type { RouteTestResult } from '../routing/report/test.ts';
import { SourceFile } from '../source/source-file.ts';
import { parseYaml } from '../yaml/parse.ts';
import { libraryIo } from './io.ts';
import type { FileOptions } from './lint.ts';

/**
 * Who receives an alert with these labels, and why: what `amtool config routes test` answers, with the routes that took
 * the alert and those that did not.
 *
 * @param configuration the text of an `alertmanager.yml`
 * @throws Error where Alertmanager would not run with it
 */
export function routeAlert(configuration: string, labels: Readonly<Record<string, string>>): RouteTestResult {
  const file = new SourceFile('alertmanager.yml', configuration);
  const { documents, issues } = parseYaml(configuration);
  const root = documents[0]?.root;
  if (root === undefined || issues.length > 0)
    throw new Error(issues[0]?.message ?? 'the configuration is empty');
  const document = readAlertmanager(root, file, DEFAULT_CONFIG.settings.alertmanager);
  const refused = document.issues.find(({ level }) => level === 'error');
  if (refused !== undefined || document.tree === undefined)
    throw new Error(refused?.message ?? 'the configuration has no routes');
  return testRoutes(document.tree, labelSet(labels));
}

/**
 * What `rulecheck explain` says of the alerts of a name: what each needs, where it goes, what mutes it and what tests it
 * (docs/output.md has the shape).
 *
 * @returns one for each rule of that name; empty without such a rule
 */
export async function explainAlert(name: string, options: FileOptions = {}): Promise<readonly object[]> {
  const { project } = await load(
    { paths: [], config: options.config },
    libraryIo(resolve(options.cwd ?? '.')),
  );
  const found = alertLabels(project).filter((alert) => alert.name === name);
  return found.map((alert) => explainAlertJson(explanationOf(project, alert)));
}
