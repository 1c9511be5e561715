import type { MatcherSource } from '../../documents/alertmanager/types.ts';
import type { Matcher } from '../../routing/matchers/matcher.ts';
import { defineCheck } from '../contract.ts';
import { routedAlerts, writtenRoutes } from '../support/routed-alerts.ts';
import { mayBe } from '../support/label-knowledge.ts';

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
          const { name, op, value } = plain(matcher, source);
          const range = matcher.valueRange ?? source.text.range;
          if (op === '=~' || op === '!~') {
            if (!isGlob(value)) continue;
            const meant = `${name}${op}"${value.replaceAll(/(?<=[\w-])\*/g, '.*')}"`;
            context.report('glob', { file, range }, { matcher: `${name}${op}"${value}"`, value, meant });
          } else if (isPattern(value)) {
            const exists = routed.alerts.some((alert) => {
              const label = routed.label(alert, name);
              return label.kind === 'values' && mayBe(label, value);
            });
            if (exists) continue;
            const meant =
              source.form === 'match' ? `${name}: ${value} below match_re` : `${name}${op}~"${value}"`;
            const data = {
              matcher: `${name}${op}"${value}"`,
              value,
              operator: op,
              meant: meant.replace('!=~', '!~'),
            };
            context.report('equality', { file, range }, data);
          }
        }
      }
    },
  }),
});

/** The matcher as it was written: upstream anchors match_re by itself. */
function plain(matcher: Matcher, source: MatcherSource): { name: string; op: Matcher['op']; value: string } {
  const { name, op, value } = matcher;
  return source.form === 'match_re' ? { name, op, value: source.text.value } : { name, op, value };
}

/** Words with stars directly behind a letter, and nothing else that a regular expression would have. */
function isGlob(value: string): boolean {
  const parts = value.replace(/^\((.*)\)$/, '$1').split('|');
  return (
    parts.every((part) => /^[\w/:@ -]*(?:\*[\w/:@ -]*)*$/.test(part)) &&
    parts.some((part) => /[A-Za-z_-]\*/.test(part))
  );
}

/** What only a regular expression would hold. */
function isPattern(value: string): boolean {
  return (
    /\.[*+]/.test(value) ||
    /^\^.+\$$/.test(value) ||
    /^\(?[\w-]+(?:\|[\w-]+)+\)?$/.test(value) ||
    /\[[^\]]+\][*+]/.test(value)
  );
}

function shortest(value: string): string {
  return value.replaceAll(/.\*/g, '');
}
