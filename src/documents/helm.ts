import type { SourceFile } from '../source/source-file.ts';
import type { DocumentIssue } from './issue.ts';

/**
 * An action that only a chart has. Alerts have templates too (`{{ if }}`, `{{ with query }}`), so control flow alone
 * proves nothing; what is escaped for a chart (`{{ "{{" }}`) begins with a string and does not count.
 */
const CHART_ACTION =
  /\{\{-?\s*(?:(?:if|else if|range|with|\w+)\s[^}\n]*)?(?:\$?\.(?:Values|Release|Chart|Capabilities|Files)\b|\b(?:include|toYaml|nindent|tpl|fromYaml|lookup)\b)/;

/** Tags of Jinja and Liquid: Ansible, Salt, Jekyll. */
const JINJA_TAG = /^\s*\{%-?\s*\w+/m;

/** A file that is a template, not YAML: one issue that says so, at the first template action. */
export function helmTemplateIssue(file: SourceFile): DocumentIssue | undefined {
  const helm = CHART_ACTION.exec(file.text);
  const match = helm ?? JINJA_TAG.exec(file.text);
  if (match === null) return undefined;
  const start = match.index + match[0].indexOf(helm === null ? '{%' : '{{');
  const lineEnd = file.text.indexOf('\n', start);
  return {
    code: 'helm-template',
    message: `this is a ${helm === null ? 'Jinja' : 'Helm'} template, not YAML: rulecheck cannot read it before it is rendered`,
    why: 'its rules were not checked',
    help:
      helm === null
        ? 'render it first, then lint what comes out'
        : 'render it first: helm template ... > rendered.yaml, then rulecheck lint rendered.yaml',
    range: { start, end: lineEnd < 0 ? file.text.length : lineEnd },
  };
}
