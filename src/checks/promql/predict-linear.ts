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
    summary: 'predict_linear() over hours with a prediction of a few seconds',
    why: 'The second argument is in seconds: 24 is not a day, so the alert fires too late.',
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
          title: 'A short prediction from a short range',
          files: ruleFile(alert('predict_linear(shop_queue_length[2m], 30) > 1000')),
        },
      ],
    },
  },
  messages: {
    soon: (data: { ahead: string; range: string; hours: string }) => ({
      message: `predict_linear() predicts ${data.ahead} seconds ahead, from a range of ${data.range}`,
      why: 'the prediction is almost the current value: the alert fires too late',
      help: `the argument is in seconds: if you mean hours, use ${data.hours}`,
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
