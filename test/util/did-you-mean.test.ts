import { describe, expect, it } from 'vitest';
import { didYouMean } from '../../src/util/did-you-mean.ts';

const KNOWN = ['severity', 'team', 'lint', 'http_requests_total'];

describe('didYouMean', () => {
  it.each([
    ['severty', 'severity'],
    ['Severity', 'severity'],
    ['http-requests-total', 'http_requests_total'],
    ['tean', 'team'],
    ['lnit', 'lint'],
    ['litn', 'lint'],
    ['etam', 'team'],
  ])('%s: %s', (wrong, meant) => {
    expect(didYouMean(wrong, KNOWN)).toBe(meant);
  });

  // A name that starts like a known one is often another metric of the same program.
  it.each(['http_requests', 'cluster', 'nilt', ''])('nothing for "%s"', (wrong) => {
    expect(didYouMean(wrong, KNOWN)).toBeUndefined();
  });
});

describe('didYouMean of thousands of names', () => {
  const many = Array.from({ length: 4000 }, (_, i) => `app_requests_${i}_total`);

  it.each([
    ['app_requests_3999_totl', 'app_requests_3999_total'],
    ['pap_requests_3999_total', 'app_requests_3999_total'],
  ])('%s: %s', (wrong, meant) => {
    expect(didYouMean(wrong, many)).toBe(meant);
  });

  it('compares a bounded number of them', () => {
    const endless = function* (): Generator<string> {
      for (let i = 0; ; i++) yield `other${i}`;
    };
    expect(didYouMean('severty', endless())).toBeUndefined();
  });
});
