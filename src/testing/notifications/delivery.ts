import { basename, dirname, isAbsolute, join } from 'node:path';
import type { AlertmanagerConfig, Receiver } from '../../documents/alertmanager/types.ts';
import type { InhibitRule } from '../../routing/inhibition/rule.ts';
import type { TimeIntervals } from '../../routing/time-intervals/interval.ts';
import type { RouteTree } from '../../routing/tree/route.ts';
import { loadWithDefaults } from '../../template/alertmanager/defaults.ts';
import type { TemplateFile, TemplateLibrary } from '../../template/alertmanager/render.ts';
import type { RuleFileReader } from '../rule-file-reader.ts';
import { errorText } from '../../util/error-text.ts';

/** All of an Alertmanager that decides who is sent what, and when. */
export interface Delivery {
  readonly tree: RouteTree;
  readonly inhibitRules: readonly InhibitRule[];
  readonly timeIntervals: TimeIntervals;
  readonly receivers: ReadonlyMap<string, Receiver>;
  readonly version: AlertmanagerConfig['version'];
  readonly templates: TemplateLibrary;
  /** What keeps template files from being used: the texts of messages may lack their definitions. */
  readonly problems: readonly string[];
}

/**
 * Puts an Alertmanager together from its configuration and the template files that it names.
 *
 * @param path the configuration file, absolute
 */
export async function loadDelivery(
  config: AlertmanagerConfig,
  tree: RouteTree,
  path: string,
  reader: RuleFileReader,
): Promise<Delivery> {
  const files: TemplateFile[] = [];
  const problems: string[] = [];
  for (const { value: pattern } of config.templates) {
    const found = await findTemplates(pattern, dirname(path), reader);
    if (found.length === 0) problems.push(`no file matches "${pattern}" of "templates"`);
    for (const file of found) {
      try {
        files.push({ name: basename(file), text: await reader.read(file) });
      } catch (error) {
        problems.push(`${file}: ${errorText(error)}`);
      }
    }
  }
  const templates = loadWithDefaults(files, config.version);
  return {
    tree,
    inhibitRules: config.inhibitRules,
    timeIntervals: new Map(config.timeIntervals.map(({ name, intervals }) => [name.value, intervals])),
    receivers: new Map(config.receivers.map((receiver) => [receiver.name.value, receiver])),
    version: config.version,
    templates,
    problems: [...problems, ...templates.errors.map(({ goText }) => goText)],
  };
}

/**
 * The files of a pattern, relative to the configuration. A path of the machine that Alertmanager runs on
 * (`/etc/alertmanager/templates/*.tmpl`) is looked for beside the configuration by its last parts.
 */
async function findTemplates(
  pattern: string,
  folder: string,
  reader: RuleFileReader,
): Promise<readonly string[]> {
  const there = await reader.glob(pattern, folder);
  if (there.length > 0 || !isAbsolute(pattern)) return there;
  const near = await reader.glob(join(basename(dirname(pattern)), basename(pattern)), folder);
  return near.length > 0 ? near : reader.glob(basename(pattern), folder);
}
