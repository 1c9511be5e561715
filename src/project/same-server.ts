import { posix } from 'node:path';
import type { PrometheusConfigDocument } from '../documents/prometheus-config.ts';
import type { Located } from '../documents/fields.ts';
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

function loads(config: PrometheusConfigDocument, path: string): boolean {
  return config.ruleFiles.some((pattern) => globTest(fromRoot(config, pattern))(path));
}

/** The configurations whose `rule_files` name a file. */
export function serversLoading(
  path: string,
  configs: readonly PrometheusConfigDocument[],
): readonly PrometheusConfigDocument[] {
  return configs.filter((config) => loads(config, path));
}

/**
 * The configurations of the servers that may evaluate a file: those whose `rule_files` name it. Where none does, those
 * whose `rule_files` are outside of the repository, as in a container, under the file's name; and those that load no
 * rules at all, which scrape for whoever evaluates them.
 *
 * @param paths all rule files of the project
 */
export function serversOf(
  path: string,
  configs: readonly PrometheusConfigDocument[],
  paths: readonly string[],
): readonly PrometheusConfigDocument[] {
  const loading = serversLoading(path, configs);
  if (loading.length > 0) return loading;
  const name = posix.basename(path);
  return configs.filter(
    (config) =>
      config.ruleFiles.length === 0 ||
      config.ruleFiles.some((pattern) => {
        if (!globTest(posix.basename(pattern.value))(name)) return false;
        const test = globTest(fromRoot(config, pattern));
        return posix.isAbsolute(pattern.value) || !paths.some((other) => test(other));
      }),
  );
}

function fromRoot({ file }: PrometheusConfigDocument, { value }: Located<string>): string {
  return posix.normalize(posix.join(posix.dirname(file.path), value));
}
