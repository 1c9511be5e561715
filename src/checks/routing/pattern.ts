import { defineCheck } from '../contract.ts';
import { mayBe } from '../support/label-knowledge.ts';
import { asWritten, mistakenPattern } from '../support/pattern-shape.ts';
import { routedAlerts, writtenRoutes } from '../support/routed-alerts.ts';
import type { RoutedAlerts } from '../support/routed-alerts.ts';

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
    summary: 'globs where a regular expression is read, and patterns where a plain value is',
    why: 'The matcher compares with something else than its author thinks, and the alerts go elsewhere.',
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
        { title: 'A repetition that is meant', files: files('instance=~"db[0-9]*"') },
        { title: 'A value with a dot', files: files('service="shop.example.com"') },
      ],
    },
  },
  messages: {
    glob: (data: { matcher: string; value: string; meant: string }) => ({
      message: `"${data.value}" is read as a regular expression, not as a glob`,
      why: `in a regular expression "*" repeats the character before it: ${data.matcher} accepts "${shortest(data.value)}", and no longer names`,
      help: `write ${data.meant}`,
    }),
    equality: (data: { matcher: string; value: string; operator: string; meant: string }) => ({
      message: `"${data.value}" is compared as it is: "${data.operator}" takes no pattern`,
      why: `no alert has this value, so ${data.matcher} ${data.operator === '=' ? 'never' : 'always'} accepts`,
      help: `write ${data.meant}`,
    }),
  },
  create: (context) => ({
    Alertmanager(document) {
      const { file, config } = document;
      const routed = routedAlerts(document, context.project);
      const sources = [
        ...writtenRoutes(document).flatMap(({ node }) => node.matcherSources),
        ...config.inhibitRules.flatMap((rule) => [...rule.sources, ...rule.targets]),
      ];
      for (const source of sources) {
        for (const matcher of source.matchers) {
          const written = asWritten(matcher, source);
          const { name, op, value } = written;
          const mistake = mistakenPattern(written);
          const place = { file, range: matcher.valueRange ?? source.text.range };
          const text = `${name}${op}"${value}"`;
          if (mistake === 'glob') {
            const meant = `${name}${op}"${value.replaceAll(/(?<=[\w-])\*/g, '.*')}"`;
            context.report('glob', place, { matcher: text, value, meant });
          } else if (mistake === 'equality' && !isValueOfAlert(name, value, routed)) {
            const regexp = `${name}${op === '=' ? '=~' : '!~'}"${value}"`;
            const meant = source.form === 'match' ? `${name}: ${value} below match_re` : regexp;
            context.report('equality', place, { matcher: text, value, operator: op, meant });
          }
        }
      }
    },
  }),
});

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
