import { describe, expect, test } from 'vitest';
import { parseMailAddresses } from '../../../src/documents/alertmanager/mail-address.ts';

// Every verdict is that of Go's mail.ParseAddressList.
describe('addresses that Go reads', () => {
  test.each([
    ['a@b.c', 1],
    ['a@b.c, d@e.f', 2],
    ['a@b.c,', 1],
    [',a@b.c', 1],
    ['a@b.c,,d@e.f', 2],
    ['Ops Team <ops@example.com>', 1],
    ['"Ops, Inc" <ops@example.com>, b@c.d', 2],
    ['Ops.Team <ops@example.com>', 1],
    ['root@localhost', 1],
    ['a@[1.2.3.4]', 1],
    ['"a b"@c.d', 1],
    ['ü@b.c', 1],
    ['a+b@c.d', 1],
  ])('%j', (text, count) => {
    expect(parseMailAddresses(text)).toEqual({ ok: true, count });
  });
});

describe('addresses that Go refuses', () => {
  test.each([
    ['a@b.c; d@e.f', 'separated by a semicolon'],
    ['a@b.c;', 'separated by a semicolon'],
    ['a@b.c d@e.f', 'separated by a space'],
    ['ops', 'has no "@"'],
    ['a@b.c, ops', 'has no "@"'],
    ['ops@', 'nothing after the "@"'],
    ['@example.com', 'nothing before the "@"'],
    ['a..b@c.d', 'is not allowed in an address'],
    ['a@b.c.', 'is not allowed in an address'],
    ['Ops, Inc <a@b.c>', 'has no "@"'],
    ['[ops] <a@b.c>', 'needs quotes'],
    ['', 'no address'],
    [' , ', 'no address'],
    ['a@b.c\n', 'a line break'],
  ])('%j', (text, reason) => {
    expect(parseMailAddresses(text)).toEqual({
      ok: false,
      reason: expect.stringContaining(reason) as string,
    });
  });
});
