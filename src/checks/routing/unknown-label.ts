import { defineCheck } from '../contract.ts';
import { theAlerts } from '../support/alert-names.ts';
import { valuePlace } from '../support/alert-places.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { shortList } from '../support/list.ts';
import { asWritten, mistakenPattern } from '../support/pattern-shape.ts';
import { routedAlerts, unknownMatcher } from '../../analysis/delivery/index.ts';

const RULES = ruleFile(
  alert('up{job="shop"} == 0', { name: 'ShopDown', labels: { severity: 'critical', team: 'shop' } }),
  alert('sum(shop_queue_length) > 100', {
    name: 'ShopQueueLong',
    labels: { severity: 'warning', team: 'shop' },
  }),
);
const config = (matcher: string): string => `route:
  receiver: everybody
  routes:
    - matchers: ['${matcher}']
      receiver: shop
receivers:
  - name: everybody
  - name: shop
`;
const files = (matcher: string): Record<string, string> => ({
  'alertmanager.yml': config(matcher),
  'rules.yml': RULES,
});

export default defineCheck({
  meta: {
    id: 'routing/unknown-label',
    summary: 'route matchers on labels or values that no alert has',
    why: 'The route never matches: its alerts go to another receiver, or to none.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { title: 'A value that no alert has', files: files('severity="page"'), at: ['"page"'] },
        { title: 'A label that no alert has', files: files('serverity="critical"'), at: ['serverity'] },
        {
          title: 'A typo in one of several values',
          files: files('severity=~"warning|critcal"'),
          at: ['"warning|critcal"'],
        },
      ],
      right: [
        { title: 'Every matcher matches an alert', files: files('severity=~"critical|page"') },
        { title: 'A label that the expression may have', files: files('instance=~"shop-.*"') },
        {
          title: 'Single files: the rules may be elsewhere',
          files: files('severity="disaster"'),
          named: true,
        },
      ],
    },
  },
  messages: {
    label: (data: { label: string; similar: string; known: readonly string[] }) => ({
      message: `no alert has the label "${data.label}"${data.similar}`,
      why: 'the route matches no alert of the rules',
      help: `the rules set ${shortList(data.known)}`,
    }),
    value: (data: {
      label: string;
      values: readonly string[];
      similar: string;
      known: readonly string[];
      carriers: readonly string[];
    }) => ({
      message:
        data.label === 'alertname'
          ? `no alert is named ${either(data.values)}${data.similar}`
          : `no alert has "${data.label}" ${either(data.values)}${data.similar}`,
      why: 'the matcher matches no alert of the rules',
      help:
        data.label === 'alertname'
          ? `the alerts are ${shortList(data.known)}`
          : `${theAlerts(data.carriers)} ${new Set(data.carriers).size === 1 ? 'has' : 'have'} ${shortList(data.known)}`,
    }),
  },
  create: (context) => ({
    Route({ node }, document) {
      const { file } = document;
      const routed = routedAlerts(document, context.project);
      const written = node.matcherSources.flatMap((source) =>
        // Of those that are read as something else than they look, routing/pattern speaks.
        source.matchers.filter((matcher) => mistakenPattern(asWritten(matcher, source)) === undefined),
      );
      for (const matcher of written) {
        const found = unknownMatcher(matcher, routed);
        // What no alert here has, one of a chart's own may have; a typing error is one all the same.
        if (found === undefined || (context.project.hasOtherRules && found.similar === undefined)) continue;
        const { name: label, nameRange, valueRange } = matcher;
        const similar = found.similar === undefined ? '' : `; did you mean "${found.similar}"?`;
        if (found.kind === 'label') {
          context.report(
            'label',
            { file, range: nameRange ?? node.range },
            { label, similar, known: found.known },
          );
          continue;
        }
        const { values, known } = found;
        const carriers = found.carriers.map(({ name }) => name);
        context.report(
          'value',
          { file, range: valueRange ?? node.range },
          { label, values, similar, known, carriers },
          { related: valuePlace(found.carriers, label, found.similar ?? known[0]) },
        );
      }
    },
  }),
});

function either(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(' or ');
}
