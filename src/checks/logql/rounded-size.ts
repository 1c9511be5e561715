import { logQueries } from '../../logql/analysis/walk.ts';
import type { BytesFilter, LabelFilter } from '../../logql/syntax/ast.ts';
import { formatByteSize, parseByteSize } from '../../logql/units/bytes.ts';
import { defineCheck } from '../contract.ts';
import { lokiAlert } from '../support/example-rules.ts';

const count = (filter: string): Record<string, string> =>
  lokiAlert(`sum(count_over_time({app="web"} | logfmt | ${filter} | __error__="" [5m])) > 5`);

export default defineCheck({
  meta: {
    id: 'logql/rounded-size',
    summary: 'sizes of label filters that Loki rounds to two digits: `size > 10240B` compares with 10kB',
    why: 'Loki prints a query before it runs it, and prints sizes with two digits in powers of 1000: a limit of 1536KB becomes 1.5MB. Lines between the two values are counted or lost.',
    severity: 'warning',
    preset: 'recommended',
    dashboards: true,
    examples: {
      wrong: [
        { files: count('size > 10240B'), at: ['size > 10240B'] },
        { files: count('size >= 1.55MB or size < 4KiB'), at: ['size >= 1.55MB', 'size < 4KiB'] },
      ],
      right: [
        { files: count('size > 10KB') },
        { files: count('size > 1.5MB') },
        { title: 'A number without a unit', files: count('size > 10240') },
      ],
    },
  },
  messages: {
    rounded: (data: { written: string; used: string; usedBytes: number; bytes: number }) => ({
      message: `Loki compares with ${data.used} (${data.usedBytes} bytes), not with ${data.written} (${data.bytes} bytes)`,
      why: 'it prints the query before it runs it, and sizes then have two digits in powers of 1000',
      help: `write ${data.used} if that is meant; an exact limit needs a number: | label_format size="{{ bytes .size }}" | size > ${data.bytes}`,
    }),
  },
  create: (context) => ({
    Logql(query) {
      if (query.ast === undefined) return;
      for (const { query: inner } of logQueries(query.ast))
        for (const stage of inner.stages)
          for (const filter of stage.kind === 'LabelFilter' ? sizesOf(stage.filter) : []) {
            const used = formatByteSize(filter.bytes);
            const usedBytes = parseByteSize(used);
            if (usedBytes === undefined || usedBytes === filter.bytes) continue;
            const text = query.source.text.slice(filter.start, filter.end);
            const written = text
              .slice(Math.max(...['<', '>', '='].map((op) => text.lastIndexOf(op))) + 1)
              .trim();
            context.report('rounded', query.place(filter), {
              written,
              used,
              usedBytes,
              bytes: filter.bytes,
            });
          }
    },
  }),
});

function sizesOf(filter: LabelFilter): readonly BytesFilter[] {
  if (filter.kind === 'LabelFilterBinary') return [...sizesOf(filter.lhs), ...sizesOf(filter.rhs)];
  return filter.kind === 'BytesFilter' ? [filter] : [];
}
