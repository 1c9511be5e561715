import { expect, test } from 'vitest';
import { LiveClient } from '../../src/live/client.ts';
import type { ServerOptions } from '../../src/live/client.ts';
import { LiveError, RefusedQuery } from '../../src/live/errors.ts';
import { httpTransport } from '../../src/live/transport.ts';
import { fakeServer, json } from './fake-server.ts';

const client = (url: string, options: Partial<ServerOptions> = {}): LiveClient =>
  new LiveClient({
    url,
    headers: { authorization: 'Bearer secret' },
    timeoutMs: 500,
    concurrency: 4,
    transport: httpTransport,
    ...options,
  });

const messageOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => expect.fail('there is an answer'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(LiveError);
      return (error as Error).message;
    },
  );

test('a prefix, parameters and headers reach the server', async () => {
  const server = await fakeServer((_, response) => json(response, ['a']));
  const mimir = client(`${server.url}/prometheus?x=1#y`, { headers: { 'x-scope-orgid': 'team-a' } });
  expect(await mimir.data('api/v1/labels', [['match[]', 'up{a="b c"}']])).toEqual(['a']);
  expect(server.asked[0]!.url.pathname).toBe('/prometheus/api/v1/labels');
  expect(server.asked[0]!.url.searchParams.getAll('match[]')).toEqual(['up{a="b c"}']);
  expect(server.asked[0]!.headers['x-scope-orgid']).toBe('team-a');
});

test('an absent server', async () => {
  expect(await messageOf(client('http://127.0.0.1:1').data('x'))).toMatch(
    /^http:\/\/127\.0\.0\.1:1\/x cannot be reached: .*ECONNREFUSED/,
  );
});

test('a server that says nothing, and one that sends a byte now and then', async () => {
  const silent = await fakeServer(() => undefined);
  expect(await messageOf(client(silent.url).data('x'))).toMatch(
    /is too slow: no complete answer within 0\.5 s/,
  );
  const slow = await fakeServer((_, response) => {
    const timer = setInterval(() => response.write(' '), 50);
    response.on('close', () => clearInterval(timer));
  });
  expect(await messageOf(client(slow.url).data('x'))).toMatch(/is too slow/);
});

test('a server that sends more than the limit', async () => {
  const server = await fakeServer((_, response) => response.end('x'.repeat(10_000)));
  const message = await messageOf(client(server.url, { maxBytes: 1000 }).data('x'));
  expect(message).toMatch(/sends too much: the answer is longer than 1000 bytes/);
});

test('a redirect within the server is followed, one to another server is not: credentials stay', async () => {
  const other = await fakeServer((_, response) => json(response, 'stolen'));
  const server = await fakeServer((url, response) => {
    if (url.pathname === '/end') {
      json(response, 'here');
      return;
    }
    const to = url.pathname === '/inside' ? '/end' : `${other.url}/end`;
    response.writeHead(302, { location: to }).end();
  });
  expect(await client(server.url).data('inside')).toBe('here');
  expect(await messageOf(client(server.url).data('outside'))).toContain(`redirects to ${other.url}`);
  expect(other.asked).toEqual([]);
});

test('a redirect without an end', async () => {
  const server = await fakeServer((url, response) =>
    response.writeHead(302, { location: `${url.pathname}x` }).end(),
  );
  expect(await messageOf(client(server.url).data('x'))).toContain('is not followed');
  expect(server.asked.length).toBe(4);
});

test.each([
  [
    'a page for people',
    200,
    '<html>Log in</html>',
    /did not answer like the API of Prometheus: the answer is not JSON/,
  ],
  ['JSON of another service', 200, '{"a":1}', /it has no "status"/],
  ['a list', 200, '[]', /it has no "status"/],
  ['no permission', 401, 'no', /answered with HTTP status 401/],
  ['a broken server', 502, '{"status":"error","errorType":"internal","error":"x"}', /HTTP status 502/],
  ['an error that claims to be fine', 200, '{"status":"error","error":"x"}', /it says "x"/],
])('%s is not an answer', async (_, status, body, message) => {
  const server = await fakeServer((__, response) => response.writeHead(status).end(body));
  expect(await messageOf(client(server.url).data('x', [['query', 'up']]))).toMatch(message);
});

test('a refused query is distinguished from a server that does not answer', async () => {
  const server = await fakeServer((_, response) =>
    response.writeHead(422).end('{"status":"error","errorType":"execution","error":"many-to-many"}'),
  );
  await expect(client(server.url).data('api/v1/query')).rejects.toThrow(RefusedQuery);
});

test('no more questions at a time than allowed', async () => {
  let open = 0;
  let most = 0;
  const server = await fakeServer((_, response) => {
    most = Math.max(most, ++open);
    setTimeout(() => {
      open--;
      json(response, 1);
    }, 20);
  });
  const asking = client(server.url, { concurrency: 2 });
  await Promise.all(Array.from({ length: 7 }, (_, i) => asking.data(`x${i}`)));
  expect(most).toBe(2);
});

test('an answer is kept for the same question of the same user alone', async () => {
  const kept = new Map<string, string>();
  const cache = {
    read: (key: string) => kept.get(key),
    write: (key: string, value: string) => void kept.set(key, value),
  };
  let status = 500;
  const server = await fakeServer((_, response) => {
    response.statusCode = status;
    json(response, 1);
  });
  await messageOf(client(server.url, { cache }).data('x'));
  status = 200;
  for (let i = 0; i < 3; i++) await client(server.url, { cache }).data('x');
  expect(server.asked.length, 'a failure is not kept').toBe(2);
  await client(server.url, { cache, headers: { authorization: 'Bearer other' } }).data('x');
  expect(server.asked.length).toBe(3);
});

test.each(['ftp://x', 'prometheus:9090', '', 'http://user:secret@host'])('%j is not an address', (url) => {
  expect(() => client(url)).toThrow(/is not the URL|contains a user or a password/);
});
