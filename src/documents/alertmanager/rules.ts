import type { Rule } from './schema/field.ts';
import type { Section } from './section.ts';

/** At most one of the keys may be set. */
export function atMostOne(...keys: string[]): Rule {
  return (section, report) => {
    const set = keys.filter((key) => section.isSet(key));
    const [first, second] = set;
    if (first === undefined || second === undefined) return;
    report.error(
      'conflicting-keys',
      section.entry(second)!.key.range,
      `"${first}" and "${second}" are both set in ${section.schema.what}: only one of them is allowed`,
      {
        help: `remove ${set.map((key) => `"${key}"`).join(' or ')}`,
        related: [{ range: section.entry(first)!.key.range, message: `"${first}" is set here` }],
      },
    );
  };
}

/** At least one of the keys must be set. */
export function atLeastOne(...keys: string[]): Rule {
  return (section, report) => {
    if (keys.some((key) => section.isSet(key) || isEmptyUrl(section, key))) return;
    const names = keys.map((key) => `"${key}"`).join(' or ');
    report.error('missing-key', section.anchor, `${section.schema.what} needs ${names}`, {
      help: `add ${names}; an empty value counts as missing`,
    });
  };
}

/** Whether a URL is written and empty: that is a fault of its own already. */
export function isEmptyUrl(section: Section, key: string): boolean {
  const kind = section.schema.fields[key]?.type.kind;
  const value = section.value(key);
  return (kind === 'url' || kind === 'secret-url') && value?.kind === 'scalar' && value.text === '';
}

/** All the keys must be set; those that are missing are one finding. */
export function required(...keys: string[]): Rule {
  return (section, report) => {
    const missing = keys.filter((key) => !section.isSet(key) && !isEmptyUrl(section, key));
    if (missing.length === 0) return;
    const names = missing.map((key) => `"${key}"`).join(' and ');
    report.error('missing-key', section.anchor, `${section.schema.what} needs ${names}`, {
      help: `add ${names}; an empty value counts as missing`,
    });
  };
}

/** A condition that a section must meet; `key` is where to point. */
export function must(
  holds: (section: Parameters<Rule>[0]) => boolean,
  code: 'bad-value' | 'conflicting-keys' | 'missing-key',
  key: string,
  message: string,
  help: string,
): Rule {
  return (section, report) => {
    if (holds(section)) return;
    const entry = section.entry(key);
    report.error(code, entry?.value.range ?? section.anchor, message, { help });
  };
}
