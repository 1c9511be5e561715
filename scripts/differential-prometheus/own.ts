import { decodePrometheusConfig } from '../../src/documents/prometheus-config.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

/** What rulecheck refuses a configuration for; warnings do not count. */
export function ownVerdict(text: string, release: string): string[] {
  const parsed = parseYaml(text);
  const messages = parsed.issues.map(({ message }) => message);
  const root = parsed.documents[0]?.root;
  if (root === undefined) return messages;
  decodePrometheusConfig(
    root,
    new SourceFile('prometheus.yml', text),
    (issue) => messages.push(issue.message),
    release,
  );
  return messages;
}
