import { posix } from 'node:path';
import type { PrometheusConfigDocument } from '../documents/prometheus-config.ts';
import type { Rule } from '../documents/rules/types.ts';
import { globTest } from '../util/glob.ts';
import type { Project } from './project.ts';

/**
 * Will one server evaluate both rules? Surely so for rules of one file and for files that the `rule_files` of one
 * prometheus.yml name. Of anything else nobody knows: folders of a repository often go to different servers.
 */
export function onSameServer(a: Rule, b: Rule, project: Project): boolean {
  if (a.file === b.file) return a.group.document === b.group.document;
  return project.prometheusConfigs.some((config) => loads(config, a.file.path) && loads(config, b.file.path));
}

function loads({ file, ruleFiles }: PrometheusConfigDocument, path: string): boolean {
  const folder = posix.dirname(file.path);
  return ruleFiles.some(({ value }) => globTest(posix.normalize(posix.join(folder, value)))(path));
}
