import { parseAllDocuments } from 'yaml';

/** What a file is by its text alone, so that a file that rulecheck fails to recognise is compared too. */
export function kindOf(text: string): 'rules' | 'config' | 'routing' | undefined {
  const has = (key: string): boolean => new RegExp(`^["']?${key}["']?\\s*:`, 'm').test(text);
  if (
    /^\s*\{\{|\{%|<%/m.test(
      text.replace(/\{\{\s*(?:\$|\.|template|printf|range|end|if|else|with|reReplace).*/g, ''),
    )
  )
    return undefined;
  if (has('apiVersion')) return undefined;
  if (has('scrape_configs') || has('rule_files'))
    return has('clients') || has('tests') ? undefined : 'config';
  if (has('route') && has('receivers')) return 'routing';
  return has('groups') && /\b(?:alert|record)["']?\s*:/.test(text) && /\bexpr["']?\s*:/.test(text)
    ? 'rules'
    : undefined;
}

/** The specs of the PrometheusRule objects of a file, as rule files. */
export function ruleObjects(text: string): string[] {
  if (!/kind["']?\s*:\s*["']?PrometheusRule\b/.test(text)) return [];
  return parseAllDocuments(text).flatMap((document) => {
    if ('empty' in document || document.errors.length > 0) return [];
    const object = document.toJS({ maxAliasCount: -1 }) as {
      kind?: string;
      spec?: object;
      items?: [];
    } | null;
    if (object?.kind !== 'PrometheusRule' || object.spec === undefined) return [];
    return [JSON.stringify(object.spec, null, 1)];
  });
}
