import type { Section } from '../../documents/alertmanager/section.ts';
import { isBefore } from '../../documents/alertmanager/version.ts';
import type { Fix } from '../../diagnostics/diagnostic.ts';
import { isClassicLabelName } from '../../routing/labels.ts';
import { printMatcher } from '../../routing/matchers/print.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { MapEntry } from '../../yaml/node.ts';
import { writtenRoutes } from '../../analysis/delivery/index.ts';
import { defineCheck } from '../contract.ts';

const files = (matchers: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: team
  routes:
    - receiver: team
${matchers}
receivers:
  - name: team
`,
});

export default defineCheck({
  meta: {
    id: 'routing/deprecated-match',
    summary: 'deprecated "match" and "match_re" in routes and inhibition rules',
    why: 'Alertmanager deprecated them in 0.22 in favour of "matchers", which can also exclude values.',
    severity: 'info',
    preset: 'strict',
    peers: ['amlint deprecated-match'],
    examples: {
      wrong: [
        { files: files('      match:\n        team: shop # the shop'), at: ['match'] },
        { title: 'In braces', files: files("      match_re: { team: 'a|b', job: x }"), at: ['match_re'] },
      ],
      right: [{ files: files('      matchers: [\'team="shop"\']') }],
    },
  },
  messages: {
    deprecated: (data: { key: string; instead: string }) => ({
      message: `"${data.key}" is deprecated since Alertmanager 0.22`,
      why: 'a later release may refuse it',
      help: `write "${data.instead}"`,
    }),
  },
  create: (context) => ({
    Alertmanager(document) {
      const { file, config, origin } = document;
      if (origin === 'object' || isBefore(config.version, '0.25')) return;
      const sections = [
        ...writtenRoutes(document).map(({ node }) => ({ section: node.section, prefix: '' })),
        ...config.inhibitRules.flatMap(({ section }) => [
          { section, prefix: 'source_' },
          { section, prefix: 'target_' },
        ]),
      ];
      for (const { section, prefix } of sections) {
        const found = [`${prefix}match`, `${prefix}match_re`].flatMap((key) => section.entry(key) ?? []);
        const instead = `${prefix}matchers`;
        for (const entry of found) {
          // Two keys, or one beside "matchers", would have to be joined.
          const alone = found.length === 1 && section.entry(instead) === undefined;
          const fix = alone ? rewritten(entry, instead, file, section) : undefined;
          const data = { key: entry.key.text, instead };
          context.report('deprecated', { file, range: entry.key.range }, data, { fix });
        }
      }
    },
  }),
});

/**
 * The map of labels as a list of matchers, entry by entry: comments and what is between the entries stay. undefined for
 * what an alias or an anchor is part of.
 */
function rewritten(
  { key, value }: MapEntry,
  instead: string,
  file: SourceFile,
  section: Section,
): Fix | undefined {
  const op = key.text.endsWith('_re') ? '=~' : '=';
  if (value.kind !== 'map' || value.entries.length === 0 || value.written !== undefined) return undefined;
  if (value.range.start < key.range.end || value.range.end > section.node.range.end) return undefined;
  if (!/^\s*:\s*$/.test(file.text.slice(key.range.end, value.range.start))) return undefined;
  const isFlow = file.text[value.range.start] === '{';
  const edits = [{ range: key.range, text: instead }];
  if (isFlow) {
    const { start, end } = value.range;
    if (file.text[end - 1] !== '}') return undefined;
    edits.push(
      { range: { start, end: start + 1 }, text: '[' },
      { range: { start: end - 1, end }, text: ']' },
    );
  }
  for (const { key: name, value: text } of value.entries) {
    if (text.kind !== 'scalar' || !isClassicLabelName(name.text)) return undefined;
    if (text.style === 'literal' || text.style === 'folded' || text.range.start < name.range.end)
      return undefined;
    if (!/^\s*:\s*$/.test(file.text.slice(name.range.end, text.range.start))) return undefined;
    const matcher = printMatcher({ name: name.text, op, value: text.text }).replaceAll("'", "''");
    const range = { start: name.range.start, end: text.range.end };
    edits.push({ range, text: `${isFlow ? '' : '- '}'${matcher}'` });
  }
  const ordered = edits.toSorted((a, b) => a.range.start - b.range.start);
  return { description: `write "${instead}"`, safe: true, edits: ordered };
}
