import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { MatcherSource } from '../../documents/alertmanager/types.ts';
import type { Matcher } from '../../routing/matchers/matcher.ts';
import { showMatchers } from '../support/show-matchers.ts';
import { ancestry } from '../../routing/tree/build.ts';
import { defineCheck } from '../contract.ts';
import { acceptedBy, concerns } from '../support/alerts-concerned.ts';
import { routedAlerts } from '../../analysis/delivery/index.ts';
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
      'matchers that the two grammars of Alertmanager parse differently, or that only the old one accepts',
    why: 'Alertmanager 0.27 started to replace the classic grammar with one for UTF-8 names: a matcher that both parse differently changes its meaning with an upgrade.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'Parsed differently',
          files: files(String.raw`path="a\.b\n"`),
          at: [String.raw`'path="a\.b\n"'`],
        },
        { title: 'Only valid in the classic grammar', files: files('team=a b'), at: ["'team=a b'"] },
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
      message: `${data.text} means ${data.classic} in the classic grammar and ${data.utf8} in the UTF-8 grammar`,
      why: `Alertmanager 0.27 and later print a warning and use the classic meaning; a future version will not${data.alerts}`,
      help: `use a form with one meaning, such as ${data.suggestion}`,
    }),
    classicOnly: (data: { text: string; suggestion: string; alerts: string }) => ({
      message: `${data.text} is valid only in the classic grammar`,
      why: `Alertmanager 0.27 and later print a warning and fall back to it; UTF-8 strict mode and future versions reject the configuration${data.alerts}`,
      help: `use ${data.suggestion}`,
    }),
  },
  create: (context) => {
    /** @param beside the matchers that hold together with those of the source */
    const report = (
      source: MatcherSource,
      beside: readonly Matcher[],
      document: AlertmanagerDocument,
    ): void => {
      const { text, disagreement } = source;
      if (disagreement === undefined || disagreement.kind === 'utf8-only') return;
      const { kind, classic, utf8, suggestion } = disagreement;
      const place = { file: document.file, range: text.range };
      const others = beside.filter((matcher) => !source.matchers.includes(matcher));
      const readings = [classic, utf8].flatMap((reading) =>
        reading === undefined ? [] : [[...others, ...reading.flatMap((spec) => tryMatcher(spec) ?? [])]],
      );
      const alerts = concerns(acceptedBy(readings, routedAlerts(document, context.project)));
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
    return {
      Route({ route, node }, document) {
        const line = ancestry(route).flatMap(({ matchers }) => matchers);
        for (const source of node.matcherSources) report(source, line, document);
      },
      InhibitRule({ sources, targets, sourceMatchers, targetMatchers }, document) {
        for (const source of sources) report(source, sourceMatchers, document);
        for (const target of targets) report(target, targetMatchers, document);
      },
    };
  },
});
