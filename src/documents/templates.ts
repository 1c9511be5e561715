import type { SourceFile } from '../source/source-file.ts';
import type { DocumentIssue } from './issue.ts';

/** A language of templates that rules are written in before they are YAML. */
interface TemplateLanguage {
  readonly article: string;
  readonly name: string;
  /** What only this language has; the action begins at the first group. */
  readonly action: RegExp;
  readonly help: string;
}

const RENDER = 'render it first, then lint the result';

/**
 * Actions that only a template of this kind has. Alerts have templates too (`{{ if }}`, `{{ with query }}`), so control flow
 * alone is not a proof; a text that is escaped for a chart (`{{ "{{" }}`) begins with a string and does not count.
 */
const LANGUAGES: readonly TemplateLanguage[] = [
  {
    article: 'a',
    name: 'Helm',
    action:
      /(\{\{)-?\s*(?:(?:if|else if|range|with|\w+)\s[^{}\n]*)?(?:\$?\.(?:Values|Release|Chart|Capabilities|Files)\b|\b(?:include|toYaml|nindent|tpl|fromYaml|lookup)\b)/,
    help: 'render it first: helm template ... > rendered.yaml, then rulecheck lint rendered.yaml',
  },
  // Tags of Jinja and Liquid: Ansible, Salt, Jekyll.
  { article: 'a', name: 'Jinja', action: /^[ \t]*(\{%)-?\s*\w+/m, help: RENDER },
  // Directives of Terraform's templatefile(), alone on a line.
  {
    article: 'a',
    name: 'Terraform',
    action: /^[ \t]*(%\{)~?[ \t]*(?:if|for|else|endif|endfor)\b/m,
    help: RENDER,
  },
  // Go templates whose delimiters were changed so that those of alerts stay as they are.
  {
    article: 'a',
    name: 'Go',
    action: /(\[\[)-?\s*(?:\$?\.\w|(?:if|else|range|with|end|define|template|block)\b)/,
    help: RENDER,
  },
  // A bare action as a value or a line, outside quotes, without the data of alerts (`$labels`, `.Value`).
  {
    article: 'a',
    name: 'Go or Jinja',
    action:
      /^(?:[ \t]*(?:-[ \t]+)?(?:[\w.-]+:[ \t]+)?)(\{\{)(?!-?\s*["`])(?![^}\n]*(?:\$(?:labels|value|externalLabels|externalURL)\b|\.(?:Labels|Value|ExternalLabels|ExternalURL|Common\w+|Alerts|Group\w+|Status|Receiver)\b))[^}\n]*\}\}/m,
    help: RENDER,
  },
];

/** `<%= p('threshold') %>`: ERB, as Puppet and BOSH write it. Neither YAML nor PromQL has such a thing. */
const ERB: TemplateLanguage = {
  article: 'an',
  name: 'ERB',
  action: /(<%)[-=#]?\s(?:[^\n<]|<(?!%))*?%>/,
  help: RENDER,
};

/** The text of a file that is not YAML is a template: one issue that says so, at the first template action. */
export function templateIssue(file: SourceFile): DocumentIssue | undefined {
  for (const language of LANGUAGES) {
    const issue = issueOf(language, file);
    if (issue !== undefined) return issue;
  }
  return undefined;
}

/** A template that may pass for YAML, because its actions stand in values. */
export function hiddenTemplateIssue(file: SourceFile): DocumentIssue | undefined {
  return file.text.includes('<%') ? issueOf(ERB, file) : undefined;
}

function issueOf(
  { article, name, action, help }: TemplateLanguage,
  file: SourceFile,
): DocumentIssue | undefined {
  const match = action.exec(file.text);
  const delimiter = match?.[1];
  if (match === null || delimiter === undefined) return undefined;
  const start = match.index + match[0].indexOf(delimiter);
  const lineEnd = file.text.indexOf('\n', start);
  return {
    code: 'helm-template',
    message: `this is ${article} ${name} template, not YAML: rulecheck cannot read it before it is rendered`,
    why: 'its rules were not checked',
    help,
    range: { start, end: lineEnd < 0 ? file.text.length : lineEnd },
  };
}
