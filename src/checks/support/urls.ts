import type { KeyValue } from '../../documents/fields.ts';
import type { AlertingRule } from '../../documents/rules/types.ts';

/** Annotations that hold a URL by their name: runbook_url, dashboard_url, ... */
export function urlAnnotations(rule: AlertingRule): readonly KeyValue[] {
  return rule.annotations.filter(
    ({ name, value }) => /(?:^|_)(?:url|link)$/i.test(name) && value.trim() !== '',
  );
}

/** The URL that a text is, or undefined. */
export function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
