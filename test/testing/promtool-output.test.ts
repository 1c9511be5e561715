import { describe, expect, it } from 'vitest';
import { parseOutput } from '../../src/testing/observe/promtool-output.ts';
import { formatLabels } from '../../src/routing/labels.ts';

/** What promtool 2.42 and 3.5 write below "FAILED:". */
const OUTPUT = `    name: one,
    alertname: Up, time: 0s, 
        exp:[
            0:
              Labels:{alertname="Up", probe="x"}
              Annotations:{}
            ], 
        got:[]
    alertname: Two words, time: 1m30s, 
        exp:[], 
        got:[
            0:
              Labels:{alertname="Two words", odd="a\\"b\\\\c, {x=\\"1\\"}"}
              Annotations:{b="", summary="line1\\nline2 é"},
            1:
              Labels:{"a.b"="c"}
              Annotations:{}
            ]
    expr: "ALERTS{a=\\"b\\"}", time: 45s,
        exp: {__name__="probe"} 0E+00
        got: {__name__="ALERTS", a="1, 2} 3"} 1E+00, {} +Inf, {n="x"} NaN, {h="1"} {{schema:0 count:3 sum:4 buckets:[1 2]}}, {z="1"} -1.5E-07
    expr: "nothing", time: 2m,
        exp: {__name__="probe"} 0E+00
        got: nil
    expr: "up +", time: 2m, err: 1:5: parse error: unexpected end of input
    rule: joined, time: 0s, err: many-to-many matching not allowed
`;

describe('parseOutput', () => {
  const blocks = parseOutput(OUTPUT);

  it('distinguishes the blocks', () => {
    expect(
      blocks.map((block) => [block.kind, 'subject' in block ? `${block.subject} ${block.time}` : '']),
    ).toEqual([
      ['alerts', 'Up 0s'],
      ['alerts', 'Two words 1m30s'],
      ['expr', 'ALERTS{a="b"} 45s'],
      ['expr', 'nothing 2m'],
      ['expr-error', 'up + 2m'],
      ['other', ''],
    ]);
  });

  it('reads alerts with everything that Go quotes', () => {
    const [none, two] = blocks;
    expect(none).toMatchObject({ got: [] });
    if (two?.kind !== 'alerts') throw new Error('not the alerts');
    expect(
      two.got.map(({ labels, annotations }) => [formatLabels(labels), formatLabels(annotations)]),
    ).toEqual([
      ['{alertname="Two words", odd="a\\"b\\\\c, {x=\\"1\\"}"}', '{b="", summary="line1\\nline2 é"}'],
      ['{a.b="c"}', '{}'],
    ]);
  });

  it('reads samples: numbers, infinities, NaN and histograms', () => {
    const [, , samples] = blocks;
    if (samples?.kind !== 'expr') throw new Error('not the samples');
    expect(
      samples.got.map(({ labels, value, histogram }) => [formatLabels(labels), histogram ?? value]),
    ).toEqual([
      ['{__name__="ALERTS", a="1, 2} 3"}', 1],
      ['{}', Infinity],
      ['{n="x"}', NaN],
      ['{h="1"}', '{{schema:0 count:3 sum:4 buckets:[1 2]}}'],
      ['{z="1"}', -1.5e-7],
    ]);
  });

  it('keeps what it does not know', () => {
    expect(parseOutput('yaml: unmarshal errors:\n  line 2: field x not found\n')).toEqual([
      { kind: 'other', text: 'yaml: unmarshal errors:\n  line 2: field x not found' },
    ]);
    expect(parseOutput('')).toEqual([]);
  });
});
