import type { MatcherSource } from '../../documents/alertmanager/types.ts';
import type { Matcher } from '../../routing/matchers/matcher.ts';
import { showMatchers } from '../support/show-matchers.ts';
import { ancestry } from '../../routing/tree/build.ts';
import { defineCheck } from '../contract.ts';
import { acceptedBy, concerns } from '../support/alerts-concerned.ts';
import { routedAlerts, writtenRoutes } from '../../analysis/delivery/index.ts';
import { tryMatcher } from '../support/try-matcher.ts';

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
    different: (data: {
      text: string;
      classic: string;
      utf8: string;
      suggestion: string;
      alerts: string;
    }) => ({
      message: `${data.text} means ${data.classic} to the classic grammar and ${data.utf8} to the UTF-8 grammar`,
      why: `Alertmanager 0.27 and later warn and use the classic meaning; a later version will not${data.alerts}`,
      help: `write what is meant so that both agree, such as ${data.suggestion}`,
    }),
    classicOnly: (data: { text: string; suggestion: string; alerts: string }) => ({
      message: `${data.text} can only be read by the classic grammar`,
      why: `Alertmanager 0.27 and later warn and fall back to it; in UTF-8 strict mode, and in a later version, the configuration is refused${data.alerts}`,
      help: `write ${data.suggestion}`,
    }),
  },
  create: (context) => ({
    Alertmanager(document) {
      const { file, config } = document;
      const routed = routedAlerts(document, context.project);
      /** @param beside the matchers that hold together with those of the source */
      const report = (source: MatcherSource, beside: readonly Matcher[]): void => {
        const { text, disagreement } = source;
        if (disagreement === undefined || disagreement.kind === 'utf8-only') return;
        const { kind, classic, utf8, suggestion } = disagreement;
        const place = { file, range: text.range };
        const others = beside.filter((matcher) => !source.matchers.includes(matcher));
        const readings = [classic, utf8].flatMap((reading) =>
          reading === undefined ? [] : [[...others, ...reading.flatMap((spec) => tryMatcher(spec) ?? [])]],
        );
        const alerts = concerns(acceptedBy(readings, routed));
        if (kind === 'classic-only') {
          context.report('classicOnly', place, { text: text.value, suggestion, alerts });
          return;
        }
        const data = {
          text: text.value,
          classic: showMatchers(classic ?? []),
          utf8: showMatchers(utf8 ?? []),
          suggestion,
          alerts,
        };
        context.report('different', place, data);
      };
      for (const { route, node } of writtenRoutes(document)) {
        const line = ancestry(route).flatMap(({ matchers }) => matchers);
        for (const source of node.matcherSources) report(source, line);
      }
      for (const { sources, targets, sourceMatchers, targetMatchers } of config.inhibitRules) {
        for (const source of sources) report(source, sourceMatchers);
        for (const target of targets) report(target, targetMatchers);
      }
    },
  }),
});
