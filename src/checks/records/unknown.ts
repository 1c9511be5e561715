import { selectedName } from '../../project/series-graph.ts';
import { didYouMean, didYouMeanText } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';

const rules = (used: string): string => `groups:
  - name: web
    rules:
      - record: shop:requests:rate5m
        expr: sum(rate(shop_requests_total[5m]))
      - alert: ShopBusy
        expr: ${used} > 100
`;

export default defineCheck({
  meta: {
    id: 'records/unknown',
    summary: 'recorded series that are used but that no rule records',
    why: 'A series that no rule records is always empty: the alert on it never fires.',
    severity: 'error',
    preset: 'recommended',
    dashboards: true,
    peers: ['pint promql/series'],
    examples: {
      wrong: [{ files: rules('shop:request:rate5m'), at: ['shop:request:rate5m'] }],
      right: [
        { files: rules('shop:requests:rate5m') },
        { title: 'Another operation, recorded elsewhere', files: rules('shop:requests:avg_over_time_1d') },
      ],
    },
  },
  messages: {
    unknown: (data: { name: string; similar: string }) => ({
      message: `no recording rule of this project records "${data.name}"${data.similar}`,
      why: 'without the rule the series is always empty, and alerts on it never fire',
      help: 'correct the name, add the rule, or add the series to a catalogue if it is recorded elsewhere',
    }),
    window: (data: { name: string; recorded: string }) => ({
      message: `no recording rule of this project records "${data.name}", only "${data.recorded}"`,
      why: 'without the rule the series is always empty, and alerts on it never fire',
      help: 'add the rule for this range, use a recorded range, or add the series to a catalogue if it is recorded elsewhere',
    }),
  },
  create(context) {
    const { catalogue, series } = context.project;
    const families = new Set([...series.recorded].map(family));
    return {
      VectorSelector(node, query) {
        const name = selectedName(node);
        if (
          !context.project.whole ||
          name === undefined ||
          !name.includes(':') ||
          series.recorders(name).length > 0
        )
          return;
        if (catalogue.series(name) !== undefined || context.project.live?.metrics.has(name) === true) return;
        // Rules of another repository are not this project's: speak up where this one records the same family.
        const known = catalogue.empty
          ? [...series.recorded].filter((one) => isSlip(name, one))
          : [...series.recorded];
        const window = [...series.recorded].find(
          (one) => one !== name && windowless(one) === windowless(name),
        );
        if (window !== undefined && known.length === 0) {
          const place = query.place(node.nameRange ?? node);
          context.report('window', place, { name, recorded: window }, { severity: 'warning' });
          return;
        }
        const similar = didYouMeanText(name, known);
        if (!families.has(family(name)) || (catalogue.empty && similar === '')) return;
        // `rate1m` beside `rate5m`, or one more word, is not a misspelling: another server may record it.
        const likely =
          !catalogue.empty ||
          (![...series.recorded].some((one) => letters(one) === letters(name)) &&
            words(didYouMean(name, known) ?? '') === words(name));
        const place = query.place(node.nameRange ?? node);
        context.report('unknown', place, { name, similar }, { severity: likely ? 'error' : 'warning' });
      },
    };
  },
});

function words(name: string): number {
  return name.split(/[:_]/).length;
}

function letters(name: string): string {
  return name.replace(/\d+/g, '0');
}

/** A name without the lengths of time in it. */
function windowless(name: string): string {
  return name.replace(/(?<!\d)\d{1,6}(?:ms|[smhdwy])(?![a-z])/g, '<window>');
}

/** Might one have been written for the other? Each of their parts is the same, or close. */
function isSlip(name: string, recorded: string): boolean {
  const [parts, others] = [name.split(':'), recorded.split(':')];
  return (
    parts.length === others.length &&
    parts.every((part, i) => part === others[i] || didYouMean(part, [others[i]!]) !== undefined)
  );
}

/** The part before the first colon. */
function family(name: string): string {
  return name.slice(0, name.indexOf(':'));
}
