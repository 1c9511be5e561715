import { isBefore } from '../../documents/alertmanager/version.ts';
import { writtenRoutes } from '../../analysis/delivery/index.ts';
import { defineCheck } from '../contract.ts';
import { asMatchers } from './deprecated-match/rewrite-match.ts';

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
      const places = sections.map(({ section, prefix }) => ({
        section,
        instead: `${prefix}matchers`,
        found: [`${prefix}match`, `${prefix}match_re`].flatMap((key) => section.entry(key) ?? []),
      }));
      // Two keys, or one beside "matchers", would have to be joined.
      const alone = places.flatMap(({ section, instead, found }) =>
        found.length === 1 && section.entry(instead) === undefined
          ? [{ entry: found[0]!, instead, section }]
          : [],
      );
      for (const { found, instead } of places) {
        for (const entry of found) {
          const fix = asMatchers(entry, alone, file);
          const data = { key: entry.key.text, instead };
          context.report('deprecated', { file, range: entry.key.range }, data, { fix });
        }
      }
    },
  }),
});
