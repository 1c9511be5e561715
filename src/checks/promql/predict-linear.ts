import { unwrap } from '../../promql/infer/index.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { formatSampleValue } from '../../go/numbers/format-float.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { constant, staticMs } from '../../analysis/expression/index.ts';

/** Nobody looks less than a minute ahead on the grounds of more than ten times as much. */
const MOST_SECONDS = 60;

export default defineCheck({
  meta: {
    id: 'promql/predict-linear',
    summary: 'predict_linear() over hours that looks a few seconds ahead',
    why: 'The second argument is in seconds: 24 is not a day, and the alert fires when it is too late.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'Hours',
          files: ruleFile(alert('predict_linear(node_filesystem_avail_bytes[6h], 24) < 0')),
          at: ['24'],
        },
      ],
      right: [
        { files: ruleFile(alert('predict_linear(node_filesystem_avail_bytes[6h], 24 * 3600) < 0')) },
        {
          title: 'Soon, from what happened just now',
          files: ruleFile(alert('predict_linear(shop_queue_length[2m], 30) > 1000')),
        },
      ],
    },
  },
  messages: {
    soon: (data: { ahead: string; range: string; hours: string }) => ({
      message: `predict_linear() looks ${data.ahead} seconds ahead, from what happened in ${data.range}`,
      why: 'that is the value of now, more or less: the alert fires when it is too late',
      help: `the argument is in seconds: if hours are meant write ${data.hours}`,
    }),
  },
  create: (context) => ({
    Call(node, query) {
      const [series, argument] = node.args;
      if (node.func !== 'predict_linear' || series === undefined || argument === undefined) return;
      const ahead = constant(argument);
      const matrix = unwrap(series);
      const range =
        matrix.kind === 'MatrixSelector' || matrix.kind === 'SubqueryExpr'
          ? staticMs(matrix.range)
          : undefined;
      if (ahead === undefined || range === undefined || ahead <= 0 || ahead > MOST_SECONDS) return;
      if (ahead * 10_000 >= range) return;
      context.report('soon', query.place(argument), {
        ahead: formatSampleValue(ahead),
        range: formatDurationMs(range),
        hours: `${formatSampleValue(ahead)} * 3600`,
      });
    },
  }),
});
