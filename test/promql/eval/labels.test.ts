import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareGoStrings } from '../../../src/promql/eval/labels/go-string-order.ts';
import { compareLabels, Labels } from '../../../src/promql/eval/labels/labels.ts';
import { LabelProjection } from '../../../src/promql/eval/labels/projection.ts';
import { goQuote } from '../../../src/go/strings/quote.ts';
import { isValidLabelName } from '../../../src/promql/eval/labels/valid-name.ts';
import { xxhash64 } from '../../../src/promql/eval/labels/xxhash64.ts';

const record = fc.dictionary(fc.string({ unit: 'binary', maxLength: 4 }), fc.string({ maxLength: 4 }));

describe('Labels', () => {
  it('sorts names and leaves empty values out', () => {
    const labels = Labels.of({ b: '1', a: '2', c: '' });
    expect([...labels]).toEqual([
      ['a', '2'],
      ['b', '1'],
    ]);
    expect(labels.has('c')).toBe(false);
    expect(labels.get('c')).toBe('');
  });

  it('prints as Prometheus does, quoting names that need it', () => {
    expect(Labels.of({ __name__: 'up', 'service.name': 'a"b', job: 'x\ny' }).toString()).toBe(
      '{__name__="up", job="x\\ny", "service.name"="a\\"b"}',
    );
    expect(Labels.EMPTY.toString()).toBe('{}');
  });

  it('drops the name, type and unit together', () => {
    const labels = Labels.of({ __name__: 'x', __type__: 'counter', __unit__: 'seconds', job: 'a' });
    expect(labels.withoutMetadata().toRecord()).toEqual({ job: 'a' });
    expect(labels.withoutMetadata()).toBe(labels.withoutMetadata());
  });

  it('sets and removes labels without changing the original', () => {
    const labels = Labels.of({ a: '1' });
    expect(labels.with('b', '2').toRecord()).toEqual({ a: '1', b: '2' });
    expect(labels.with('a', '').size).toBe(0);
    expect(labels.toRecord()).toEqual({ a: '1' });
  });

  it('has the same key exactly for equal sets', () => {
    fc.assert(
      fc.property(record, record, (a, b) => {
        const [x, y] = [Labels.of(a), Labels.of(b)];
        expect(x.key === y.key).toBe(compareLabels(x, y) === 0);
        expect(Labels.of(Object.entries(a).reverse()).key).toBe(x.key);
      }),
    );
  });

  it('projects onto labels or away from them, the name always being left by without', () => {
    const labels = Labels.of({ __name__: 'x', a: '1', b: '2' });
    expect(LabelProjection.only(['a', 'z']).of(labels).toRecord()).toEqual({ a: '1' });
    expect(LabelProjection.without(['a']).of(labels).toRecord()).toEqual({ b: '2' });
    expect(LabelProjection.except(['a']).of(labels).toRecord()).toEqual({ __name__: 'x', b: '2' });
  });
});

describe('compareGoStrings', () => {
  it('orders by UTF-8 bytes', () => {
    const utf8 = new TextEncoder();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        const expected = Buffer.compare(utf8.encode(a), utf8.encode(b));
        expect(Math.sign(compareGoStrings(a, b))).toBe(expected);
      }),
    );
    expect(compareGoStrings('\uFFFD', '\u{1F600}')).toBeLessThan(0);
  });
});

describe('xxhash64', () => {
  it.each([
    ['', 0xef46db3751d8e999n],
    ['a', 0xd24ec4f1a98c6e5bn],
    ['abc', 0x44bc2cf5ad770999n],
    ['Nobody inspects the spammish repetition', 0xfbcea83c8a378bf1n],
  ])('hashes %j', (text, hash) => {
    expect(xxhash64(new TextEncoder().encode(text))).toBe(hash);
  });
});

describe('goQuote', () => {
  it('escapes what Go escapes', () => {
    expect(goQuote('a"\\\t\u0001é\u200B')).toBe('"a\\"\\\\\\t\\x01é\\u200b"');
  });
});

describe('isValidLabelName', () => {
  it('takes any text since version 3 and the old alphabet before', () => {
    expect(isValidLabelName('service.name', 3)).toBe(true);
    expect(isValidLabelName('service.name', 2)).toBe(false);
    expect(isValidLabelName('', 3)).toBe(false);
    expect(isValidLabelName('a\uFFFDz', 3)).toBe(false);
  });
});
