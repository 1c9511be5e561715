import type { MatcherSource } from '../../documents/alertmanager/types.ts';
import { showMatchers } from '../support/show-matchers.ts';
import { defineCheck } from '../contract.ts';
import { writtenRoutes } from '../support/routed-alerts.ts';

const files = (matcher: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
  routes:
    - matchers: ['${matcher}']
      receiver: shop
receivers:
  - name: everybody
  - name: shop
`,
});

export default defineCheck({
  meta: {
    id: 'routing/grammar',
    summary:
      'matchers that the two grammars of Alertmanager read differently, or that only the old one reads',
    why: 'Alertmanager 0.27 began to move from a classic grammar to one for UTF-8 names: what both accept but read differently changes its meaning on the way.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'Read differently',
          files: files(String.raw`path="a\.b\n"`),
          at: [String.raw`'path="a\.b\n"'`],
        },
        { title: 'For the classic grammar only', files: files('team=a b'), at: ["'team=a b'"] },
      ],
      right: [{ files: files('team="shop"') }, { title: 'Without quotes', files: files('team=shop') }],
    },
  },
  messages: {
    different: (data: { text: string; classic: string; utf8: string; suggestion: string }) => ({
      message: `${data.text} means ${data.classic} to the classic grammar and ${data.utf8} to the UTF-8 grammar`,
      why: 'Alertmanager 0.27 and later warn and use the classic meaning; a later version will not',
      help: `write what is meant so that both agree, such as ${data.suggestion}`,
    }),
    classicOnly: (data: { text: string; suggestion: string }) => ({
      message: `${data.text} can only be read by the classic grammar`,
      why: 'Alertmanager 0.27 and later warn and fall back to it; in UTF-8 strict mode, and in a later version, the configuration is refused',
      help: `write ${data.suggestion}`,
    }),
  },
  create: (context) => ({
    Alertmanager(document) {
      const { file, config } = document;
      const report = ({ text, disagreement }: MatcherSource): void => {
        if (disagreement === undefined || disagreement.kind === 'utf8-only') return;
        const { kind, classic, utf8, suggestion } = disagreement;
        const place = { file, range: text.range };
        if (kind === 'classic-only') {
          context.report('classicOnly', place, { text: text.value, suggestion });
          return;
        }
        const data = {
          text: text.value,
          classic: showMatchers(classic ?? []),
          utf8: showMatchers(utf8 ?? []),
          suggestion,
        };
        context.report('different', place, data);
      };
      for (const { node } of writtenRoutes(document)) node.matcherSources.forEach(report);
      for (const rule of config.inhibitRules) [...rule.sources, ...rule.targets].forEach(report);
    },
  }),
});
