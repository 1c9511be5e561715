import { child, entryOf } from '../../yaml/node.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { itemsOf, textOf } from '../../yaml/values.ts';

/**
 * The values of the label `job` that the series of a scrape configuration can have; undefined: any, for a target, the
 * relabelling or the scraped page itself can set it.
 */
export function jobLabels(job: YamlNode): readonly string[] | undefined {
  const name = textOf(child(job, 'job_name'));
  if (name === undefined || /\$\{|\{\{/.test(name)) return undefined;
  if (textOf(child(job, 'honor_labels')) === 'true') return undefined;
  // Targets of files and URLs bring labels of their own, which nobody sees here.
  if (['file_sd_configs', 'http_sd_configs'].some((key) => itemsOf(child(job, key)).length > 0))
    return undefined;
  const relabelled = ['relabel_configs', 'metric_relabel_configs'].some((key) =>
    itemsOf(child(job, key)).some(maySetJob),
  );
  if (relabelled) return undefined;
  const own = itemsOf(child(job, 'static_configs')).flatMap((group) => {
    const labels = child(group, 'labels');
    const label = labels?.kind === 'map' ? entryOf(labels, 'job') : undefined;
    return label === undefined ? [] : [textOf(label.value) ?? ''];
  });
  return [name, ...own];
}

/** `labelmap` can make any label, and a template in `target_label` too. */
function maySetJob(config: YamlNode): boolean {
  const action = textOf(child(config, 'action'))?.toLowerCase() ?? 'replace';
  if (action === 'labelmap') return true;
  const target = textOf(child(config, 'target_label')) ?? '';
  return target === 'job' || target.includes('$');
}
