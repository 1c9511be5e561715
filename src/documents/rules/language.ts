import type { Language } from '../expression.ts';
import type { RuleDocument } from './types.ts';

/** What only LogQL has: a pipeline or a parser stage after a selector, or a range over log lines. */
const LOGQL_HINT =
  /\}\s*(?:\|[=~>]|!=|!~|!>|\|\s*\w)|\b(?:count|bytes|absent)_over_time\s*\((?:\s*\()?\s*\{|\b(?:bytes_rate|unwrap|rate_counter|logfmt|json)\b|\|\s*(?:json|logfmt|unwrap|line_format)\b/;
const LOKI_PATH = /(?:^|[/_.-])(?:loki|logql|logs?)(?:[/_.-]|$)/i;

/**
 * PromQL or LogQL? Both share most of their surface, so the file decides as a whole: one expression that only
 * LogQL accepts makes it a Loki file; expressions that both accept are LogQL only below a path that says so, or in an object whose name
 * or labels (`about`) do.
 */
export function detectLanguage(document: RuleDocument, about = ''): Language {
  let undecided = 0;
  let count = 0;
  for (const group of document.groups) {
    for (const rule of group.rules) {
      count++;
      const { text } = rule.expr;
      if (!text.includes('{')) continue;
      if (LOGQL_HINT.test(text) && rule.expr.promql.errors.length > 0) {
        if (rule.expr.logql.errors.length === 0 || /\|[=~]|\|\s*(?:json|logfmt|unwrap)/.test(text))
          return 'logql';
      }
      if (/(?:^|[^\w:}\]])\{/.test(text) && rule.expr.logql.errors.length === 0) undecided++;
    }
  }
  return count > 0 && undecided === count && [document.file.path, about].some((text) => LOKI_PATH.test(text))
    ? 'logql'
    : 'promql';
}
