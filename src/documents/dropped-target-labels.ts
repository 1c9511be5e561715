import { labelTest } from '../promql/eval/storage/regexp.ts';
import { child } from '../yaml/node.ts';
import type { YamlNode } from '../yaml/node.ts';
import { itemsOf, textOf } from '../yaml/values.ts';

/** Labels that every scraped series has: Prometheus sets them before any relabelling. */
export const TARGET_LABELS: readonly string[] = ['job', 'instance'];

/**
 * Which of the labels that every target has may be missing from scraped series, because the relabelling of a scrape
 * configuration drops them (`labeldrop`, `labelkeep`) or empties them.
 *
 * @param scrapeConfigs the items of `scrape_configs`
 */
export function droppedTargetLabels(scrapeConfigs: readonly YamlNode[]): ReadonlySet<string> {
  const rules = scrapeConfigs.flatMap((job) =>
    ['relabel_configs', 'metric_relabel_configs'].flatMap((key) => itemsOf(child(job, key))),
  );
  return new Set(TARGET_LABELS.filter((label) => rules.some((rule) => mayDrop(rule, label))));
}

function mayDrop(rule: YamlNode, label: string): boolean {
  const action = textOf(child(rule, 'action')) ?? 'replace';
  if (action === 'labeldrop') return matches(textOf(child(rule, 'regex')), label);
  if (action === 'labelkeep') return !matches(textOf(child(rule, 'regex')), label);
  const target = textOf(child(rule, 'target_label'));
  const replacement = child(rule, 'replacement');
  return target === label && replacement?.kind === 'scalar' && replacement.text === '';
}

/** What cannot be read may match. */
function matches(pattern: string | undefined, label: string): boolean {
  try {
    return pattern === undefined || labelTest(pattern, 3)(label);
  } catch {
    return true;
  }
}
