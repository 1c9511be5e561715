import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { MatcherSource } from '../../documents/alertmanager/types.ts';
import type { Matcher } from '../../routing/matchers/matcher.ts';
import { ancestry } from '../../routing/tree/build.ts';
import { defineCheck } from '../contract.ts';
import { acceptedBy, concerns } from '../support/alerts-concerned.ts';
import { mayBe, routedAlerts } from '../../analysis/delivery/index.ts';
import { asWritten, mistakenPattern } from '../support/pattern-shape.ts';
import type { RoutedAlerts } from '../../analysis/delivery/index.ts';
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
    id: 'routing/pattern',
    summary: 'globs used as regular expressions, and regular expressions used as literal values',
    why: 'The matcher compares with something else than intended, and the alerts go elsewhere.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { title: 'A glob', files: files('alertname=~"Shop*"'), at: ['"Shop*"'] },
        { title: 'A pattern after =', files: files('alertname="Shop.*"'), at: ['"Shop.*"'] },
        { title: 'Alternatives after !=', files: files('severity!="info|none"'), at: ['"info|none"'] },
      ],
      right: [
        { files: files('alertname=~"Shop.*"') },
        { title: 'An intended repetition', files: files('instance=~"db[0-9]*"') },
        { title: 'A value with a dot', files: files('service="shop.example.com"') },
      ],
    },
  },
  messages: {
    glob: (data: { matcher: string; value: string; meant: string; alerts: string }) => ({
      message: `"${data.value}" is a regular expression here, not a glob`,
      why: `in a regular expression "*" repeats the character before it: ${data.matcher} matches "${shortest(data.value)}", but not longer names${data.alerts}`,
      help: `use ${data.meant}`,
    }),
    equality: (data: {
      matcher: string;
      value: string;
      operator: string;
      meant: string;
      alerts: string;
    }) => ({
      message: `"${data.operator}" compares literally with "${data.value}", which looks like a pattern`,
      why: `no alert has this value, so ${data.matcher} ${data.operator === '=' ? 'never' : 'always'} matches${data.alerts}`,
      help: `use ${data.meant}`,
    }),
  },
  create: (context) => {
    /** @param beside all matchers that hold together there, those of the source included */
    const look = (
      source: MatcherSource,
      beside: readonly Matcher[],
      document: AlertmanagerDocument,
    ): void => {
      const { file } = document;
      const routed = routedAlerts(document, context.project);
      for (const matcher of source.matchers) {
        const written = asWritten(matcher, source);
        const { name, op, value } = written;
        const mistake = mistakenPattern(written);
        const place = { file, range: matcher.valueRange ?? source.text.range };
        const text = `${name}${op}"${value}"`;
        if (mistake === 'glob') {
          const pattern = value.replaceAll(/(?<=[\w-])\*/g, '.*');
          const meant = `${name}${op}"${pattern}"`;
          const alerts = meantBy(pattern, matcher, beside, routed);
          context.report('glob', place, { matcher: text, value, meant, alerts });
        } else if (mistake === 'equality' && !isValueOfAlert(name, value, routed)) {
          const regexp = `${name}${op === '=' ? '=~' : '!~'}"${value}"`;
          const meant = source.form === 'match' ? `${name}: ${value} below match_re` : regexp;
          const alerts = meantBy(value, matcher, beside, routed);
          context.report('equality', place, { matcher: text, value, operator: op, meant, alerts });
        }
      }
    };
    return {
      Route({ route, node }, document) {
        const beside = ancestry(route).flatMap(({ matchers }) => matchers);
        for (const source of node.matcherSources) look(source, beside, document);
      },
      InhibitRule({ sources, targets, sourceMatchers, targetMatchers }, document) {
        for (const source of sources) look(source, sourceMatchers, document);
        for (const target of targets) look(target, targetMatchers, document);
      },
    };
  },
});

/** The alerts that the pattern is about, as it was meant; of those that the other matchers accept. */
function meantBy(
  pattern: string,
  matcher: Matcher,
  beside: readonly Matcher[],
  routed: RoutedAlerts,
): string {
  const meant = tryMatcher({ name: matcher.name, op: '=~', value: pattern });
  if (meant === undefined) return '';
  const others = beside.filter((other) => other !== matcher);
  return concerns(acceptedBy([[...others, meant]], routed));
}

/** Odd as it looks, an alert has this very value. */
function isValueOfAlert(label: string, value: string, routed: RoutedAlerts): boolean {
  return routed.alerts.some((alert) => {
    const known = routed.label(alert, label);
    return known.kind === 'values' && mayBe(known, value);
  });
}

function shortest(value: string): string {
  return value.replaceAll(/.\*/g, '');
}
