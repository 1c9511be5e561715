import { describe, expect, it } from 'vitest';
import { fitText } from '../../../src/documents/alertmanager/text-limits.ts';

describe('a text that is too long', () => {
  it('ends with a mark, and is counted in characters', () => {
    const limit = { unit: 'characters', most: 5, beyond: 'mark' } as const;
    expect(fitText('12345', limit)).toEqual({ text: '12345' });
    expect(fitText('123456', limit)).toEqual({ text: '1234…' });
    expect(fitText('😀😀😀😀😀', limit)).toEqual({ text: '😀😀😀😀😀' });
    expect(fitText('😀😀😀😀😀😀', limit)).toEqual({ text: '😀😀😀😀…' });
  });

  it('is cut between characters where bytes count, and anywhere where it is only cut', () => {
    const limit = { unit: 'bytes', most: 7439, beyond: 'mark' } as const;
    const text = `x${'ü'.repeat(7400)}`;
    expect(fitText(text, limit)).toEqual({ text: `x${'ü'.repeat(3717)}…` });
    expect(fitText('x'.repeat(9), { unit: 'bytes', most: 8, beyond: 'cut' })).toEqual({
      text: 'x'.repeat(8),
    });
  });

  it('ends Alertmanager where the characters of a text are fewer than the bytes that it may have', () => {
    const limit = { unit: 'bytes', most: 7439, beyond: 'mark' } as const;
    // What Alertmanagers 0.25 and 0.33 did on one machine: 7168 characters end them, 7169 do not.
    expect(fitText('ü'.repeat(7168), limit)).toHaveProperty('fault');
    expect(fitText('ü'.repeat(7169), limit)).toHaveProperty('text');
    expect(fitText('日'.repeat(2480), limit)).toHaveProperty('fault');
    expect(fitText('日'.repeat(2479), limit)).toEqual({ text: '日'.repeat(2479) });
  });

  it('is not taken by SNS as a subject, nor is one with a line break', () => {
    const limit = { unit: 'characters', most: 100, beyond: 'refused' } as const;
    expect(fitText('x'.repeat(100), limit)).toEqual({ text: 'x'.repeat(100) });
    expect(fitText('x'.repeat(101), limit)).toEqual({
      fault: 'the service accepts 100 characters there, but this text has 101',
    });
    expect(fitText('one\ntwo', limit)).toEqual({ fault: 'the service does not accept line breaks there' });
  });
});
