import type { Rule } from './schema/field.ts';

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
    if (keys.some((key) => section.isSet(key))) return;
    const names = keys.map((key) => `"${key}"`).join(' or ');
    report.error('missing-key', section.anchor, `${section.schema.what} needs ${names}`, {
      help: `add ${names}; an empty value counts as missing`,
    });
  };
}

/** All the keys must be set. */
export function required(...keys: string[]): Rule {
  const rules = keys.map((key) => atLeastOne(key));
  return (section, report) => {
    for (const rule of rules) rule(section, report);
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
