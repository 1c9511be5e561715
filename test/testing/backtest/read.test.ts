import { describe, expect, test } from 'vitest';
import { Labels, Storage } from '../../../src/promql/eval/index.ts';
import { Intake, readData } from '../../../src/testing/backtest/index.ts';

const RANGE = { fromMs: -Infinity, toMs: Infinity };

async function read(text: string, limits?: { series: number; samples: number }): Promise<Intake> {
  const intake = new Intake({
    isWanted: (metric) => metric !== 'unread',
    isComputed: (metric) => metric === 'recorded:x',
    ...RANGE,
    limits,
  });
  // eslint-disable-next-line @typescript-eslint/require-await -- lines come asynchronously from files
  async function* lines() {
    const all = text.split('\n');
    yield all.slice(0, 2);
    yield all.slice(2);
  }
  await readData({ name: 'data.txt', lines: lines() }, intake);
  return intake;
}

/** Every sample as `labels time value`; a stale marker is `stale`. */
function samplesOf({ recording }: Intake): string[] {
  const storage = new Storage();
  recording.fill(storage, () => -Infinity, Infinity);
  return storage.series.flatMap((series) =>
    Array.from({ length: series.length }, (_, i) => {
      const value = series.kindAt(i) === 2 ? 'stale' : String(series.valueAt(i));
      return `${series.labels.toString()} ${series.timeAt(i)} ${value}`;
    }),
  );
}

const UP = '{__name__="up", job="a b", x="q\\"\\\\\\n"}';

describe('formats', () => {
  test.each([
    [
      'OpenMetrics',
      `# HELP up x
# TYPE up gauge
up{job="a b",x="q\\"\\\\\\n"} 1 1700000000
up{job="a b",x="q\\"\\\\\\n"} NaN 1700000015
up{job="a b",x="q\\"\\\\\\n"} 1.5e10 1700000030.5 # {trace="x"} 0.5
unread 5 1700000000
# EOF`,
    ],
    [
      'promtool tsdb dump',
      `${UP} 1 1700000000000
${UP} NaN 1700000015000
${UP} 1.5e+10 1700000030500
{__name__="unread"} 1 1700000000000`,
    ],
    [
      'CSV',
      `timestamp,job,x,value,metric
1700000000,a b,"q""\\
",1,up`,
    ],
    [
      'a range query',
      JSON.stringify({
        status: 'success',
        data: {
          resultType: 'matrix',
          result: [
            {
              metric: { __name__: 'up', job: 'a b', x: 'q"\\\n' },
              values: [
                [1700000000, '1'],
                [1700000030.5, '15000000000'],
              ],
            },
            {
              metric: { __name__: 'unread' },
              values: [
                [1700000000, '1'],
                [1700000015.25, '1'],
              ],
            },
          ],
        },
      }),
    ],
  ])('%s', async (name, text) => {
    if (name === 'CSV') {
      await expect(read(text)).rejects.toThrow('a quoted cell does not end on its line');
      return;
    }
    const staleMs = name === 'a range query' ? 1700000015250 : 1700000015000;
    expect(samplesOf(await read(text))).toEqual([
      `${UP} 1700000000000 1`,
      `${UP} ${staleMs} stale`,
      `${UP} 1700000030500 15000000000`,
    ]);
  });

  test('a table with instants of each kind, absent labels and a stale marker', async () => {
    const intake = await read(`time,metric,job,note,value
2023-11-14T22:13:20Z,up,a,"x, ""y""",1
1700000015000,up,a,"x, ""y""",
2023-11-14 22:13:50,up,a,"x, ""y""",+Inf
1700000000,up,b,,0`);
    expect(samplesOf(intake)).toEqual([
      '{__name__="up", job="a", note="x, \\"y\\""} 1700000000000 1',
      '{__name__="up", job="a", note="x, \\"y\\""} 1700000015000 stale',
      '{__name__="up", job="a", note="x, \\"y\\""} 1700000030000 Infinity',
      '{__name__="up", job="b"} 1700000000000 0',
    ]);
  });

  test('NaN in a row is a value, NaN alone a stale marker, also at the end of a file', async () => {
    const intake = await read(
      ['1', 'NaN', 'NaN', '2', 'NaN'].map((value, i) => `ratio ${value} ${1000 + i * 15}`).join('\n'),
    );
    expect(samplesOf(intake).map((text) => text.split(' ').at(-1))).toEqual([
      '1',
      'NaN',
      'NaN',
      '2',
      'stale',
    ]);
  });

  test('log lines as logcli prints them, and as Loki answers', async () => {
    const plain = await read('2026-01-01T00:00:00Z {app="shop", level="error"} it failed {x}\n');
    const json = await read(
      '{"labels":{"app":"shop","level":"error"},"line":"it failed {x}","timestamp":"2026-01-01T00:00:00Z"}\n',
    );
    const answer = await read(
      JSON.stringify({
        status: 'success',
        data: {
          resultType: 'streams',
          result: [
            { stream: { app: 'shop', level: 'error' }, values: [['1767225600000000000', 'it failed {x}']] },
          ],
        },
      }),
    );
    for (const { logs, lines, logSpan } of [plain, json, answer]) {
      expect(lines).toBe(1);
      expect(logSpan?.fromMs).toBe(Date.UTC(2026, 0, 1));
      expect(logs.select({ matchers: [] } as never).map(({ entries }) => entries[0]?.line)).toEqual([
        'it failed {x}',
      ]);
    }
  });

  test('what the rules record themselves is left out and named', async () => {
    const intake = await read('recorded:x 1 1000\nup 1 1000\n');
    expect([...intake.computed]).toEqual(['recorded:x']);
    expect(samplesOf(intake)).toEqual(['{__name__="up"} 1000000 1']);
  });
});

describe('data that cannot be trusted', () => {
  test.each([
    [
      'up 1 1000\nup 1 900\n',
      /line 2 of "data.txt": up\{\} is out of order: the sample at 1970-01-01T00:15:00/,
    ],
    ['up 1 1000\nup 2 1000\n', /line 2 of "data.txt": up\{\} has two values at .*: 1 and 2/],
    ['up 1\n', /line 1 of "data.txt": the sample has no timestamp: up 1/],
    ['up{a="b} 1 1000\n', /line 1 of "data.txt" is not a series with a value and a timestamp/],
    ['up{a=b} 1 1000\n', /line 1 of "data.txt": "up\{a=b\}" is not a series/],
    ['up x 1000\n', /line 1 of "data.txt" is not a series with a value and a timestamp/],
    ['up 1 x\n', /line 1 of "data.txt" is not a series with a value and a timestamp/],
    ['<html>\n', /the format of "data.txt" is not recognised/],
    ['\n\n', /"data.txt" has no data/],
    [
      'timestamp,value\n',
      /line 1 of "data.txt" is not a header with the columns timestamp, value and metric/,
    ],
    ['timestamp,value,metric\n1,2\n', /line 2 of "data.txt" has 2 cells, the header 3/],
    ['timestamp,value,metric\nsoon,2,up\n', /line 2 of "data.txt": "soon" is not a timestamp/],
    ['{"status":"success","data":{"resultType":"matrix"', /"data.txt" is not an answer .* it is not JSON/],
    ['{"status":"error","error":"too slow"}', /the server answered "too slow"/],
    [
      '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"job":"a"},"values":[]}]}}',
      /the series \{job="a"\} has no metric name/,
    ],
    ['{"labels":{},"line":"x"}\n', /line 1 of "data.txt": the log line has no "timestamp"/],
    [`up{a="${'x'.repeat(70_000)}"} 1 1000\n`, /a series of "up" has 2 labels of 7\d{4} characters/],
  ])('%j', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  test('more series or samples than the limits', async () => {
    const limits = { series: 1, samples: 2 };
    await expect(read('up{a="1"} 1 1000\nup{a="2"} 1 1000\n', limits)).rejects.toThrow(
      'is beyond the limit of 1 series',
    );
    await expect(read('up 1 1000\nup 1 1001\nup 1 1002\n', limits)).rejects.toThrow(
      'is beyond the limit of 2 samples',
    );
  });
});

test('packed samples come back as they were', () => {
  const intake = new Intake({ isWanted: () => true, isComputed: () => false, ...RANGE });
  const place = { file: 'x', line: 1 };
  const kinds: Record<string, (i: number) => number | undefined> = {
    same: () => 7,
    counter: (i) => (i % 600 === 0 ? 0 : i * 3),
    falling: (i) => -i * 1_000_003,
    float: (i) => Math.sin(i),
    special: (i) => [NaN, Infinity, -0, 0, undefined, 2 ** 52, -1.5][i % 7],
  };
  const expected: string[] = [];
  for (const [kind, valueOf] of Object.entries(kinds)) {
    const labels = Labels.of({ __name__: kind });
    for (let i = 0; i < 1600; i++) {
      const timeMs = 1_700_000_000_000 + i * 15_000 + (kind === 'float' ? (i % 3) * 7 : 0);
      const value = valueOf(i);
      intake.add(labels, timeMs, value, place);
      expected.push(`{__name__="${kind}"} ${timeMs} ${value === undefined ? 'stale' : String(value)}`);
    }
  }
  expect(samplesOf(intake)).toEqual(expected);
  const part = new Storage();
  intake.recording.fill(part, (name) => (name === 'same' ? 1_700_000_300_000 : undefined), 1_700_000_600_000);
  expect(part.series.map(({ length }) => length)).toEqual([21]);
});
