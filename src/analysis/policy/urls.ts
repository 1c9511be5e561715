import type { KeyValue } from '../../documents/fields.ts';
import type { AlertingRule } from '../../documents/rules/types.ts';

/** Annotations that hold a URL by their name: runbook_url, dashboard_url, ... */
export function urlAnnotations(rule: AlertingRule): readonly KeyValue[] {
  return rule.annotations.filter(
    ({ name, value }) => /(?:^|_)(?:url|link)$/i.test(name) && value.trim() !== '',
  );
}

/** A URL that nobody could object to: letters, digits and single hyphens, no port, nothing to escape. */
const PLAIN_URL = /^https?:\/\/(?:[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.)+[a-z]{2,}(?:\/[\w./-]*)?$/;

/** Is this an absolute URL of the web? Most are plain, and a look costs much less than parsing them. */
export function isWebUrl(text: string): boolean {
  if (PLAIN_URL.test(text)) return true;
  const url = parseUrl(text);
  return url !== undefined && /^https?:$/.test(url.protocol) && url.hostname !== '';
}

/** The URL that a text is, or undefined. */
export function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
