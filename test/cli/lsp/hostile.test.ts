import { once } from 'node:events';
import {
  CompletionRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  HoverRequest,
  RenameRequest,
} from 'vscode-languageserver-protocol';
import { expect, test } from 'vitest';
import { BROKEN_RULES } from '../support.ts';
import { Client, startServer } from './client.ts';
import { SHOP } from './shop.ts';

const exitOf = async (server: ReturnType<typeof startServer>): Promise<unknown> => {
  const [code] = (await once(server, 'exit')) as [number | null];
  return code;
};

test('ends when the editor goes away', async () => {
  const server = startServer();
  server.stdin!.end();
  expect(await exitOf(server)).toBe(1);
  const client = await Client.start(SHOP);
  await client.open('alerts.yml', SHOP['alerts.yml']);
  await client.diagnostics('alerts.yml');
  const ended = exitOf(client.server);
  client.server.stdin!.destroy();
  client.server.stdout!.destroy();
  expect(await ended).toBe(1);
});

test('goes on after invalid messages', async () => {
  const client = await Client.start({ 'rules.yml': BROKEN_RULES });
  const send = (body: string): unknown =>
    client.server.stdin!.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  send('{"jsonrpc": "2.0", "method"');
  send('[]');
  send('null');
  send('{"jsonrpc":"2.0","id":999,"method":"textDocument/none","params":{}}');
  send('{"jsonrpc":"2.0","id":998,"method":"textDocument/hover","params":null}');
  send(
    '{"jsonrpc":"2.0","id":997,"method":"textDocument/hover","params":{"textDocument":{"uri":5},"position":{}}}',
  );
  send(
    '{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///nowhere"},"contentChanges":[{"text":"x"}]}}',
  );
  send(
    '{"jsonrpc":"2.0","method":"workspace/didChangeWatchedFiles","params":{"changes":[{"uri":"%%%","type":9}]}}',
  );
  await client.open('rules.yml', BROKEN_RULES);
  expect((await client.diagnostics('rules.yml')).diagnostics[0]?.code).toBe('syntax/promql');
  expect(await client.stop()).toBe(0);
});

test('says that a document of 50 MB was not read, and lives on', { timeout: 120_000 }, async () => {
  const client = await Client.start({});
  const large =
    BROKEN_RULES + '# padding padding padding padding padding padding padding padding\n'.repeat(800_000);
  expect(large.length).toBeGreaterThan(50_000_000);
  await client.open('large.yml', large);
  const { diagnostics } = await client.diagnostics('large.yml');
  expect(diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining('larger than 48 MiB')]);
  const place = { textDocument: { uri: client.uri('large.yml') }, position: { line: 4, character: 20 } };
  expect(await client.connection.sendRequest(HoverRequest.type, place)).toBeNull();
  await client.open('small.yml', BROKEN_RULES);
  expect((await client.diagnostics('small.yml')).diagnostics[0]?.code).toBe('syntax/promql');
});

test('answers at places that are in no text', async () => {
  const client = await Client.start(SHOP);
  await client.open('alerts.yml', SHOP['alerts.yml']);
  const textDocument = { uri: client.uri('alerts.yml') };
  for (const position of [
    { line: -1, character: -1 },
    { line: 1e9, character: 0 },
    { line: 4, character: 1e9 },
  ]) {
    await client.connection.sendRequest(HoverRequest.type, { textDocument, position });
    await client.connection.sendRequest(CompletionRequest.type, { textDocument, position });
    await expect(
      client.connection.sendRequest(RenameRequest.type, { textDocument, position, newName: '' }),
    ).rejects.toThrow();
  }
  const unknown = { textDocument: { uri: 'http://[::bad' }, position: { line: 0, character: 0 } };
  expect(await client.connection.sendRequest(HoverRequest.type, unknown)).toBeNull();
});

test('keeps up with 200 edits that come at once, and tells the findings of the last', async () => {
  const client = await Client.start(SHOP);
  await client.open('alerts.yml', SHOP['alerts.yml']);
  await client.diagnostics('alerts.yml');
  for (let i = 0; i < 100; i++) {
    await client.replace('alerts.yml', ' > 5', ' >> 5');
    await client.replace('alerts.yml', ' >> 5', ' > 5');
  }
  await client.replace('alerts.yml', ' > 5', ' >> 5');
  const { diagnostics } = await client.diagnostics('alerts.yml');
  expect(diagnostics[0]?.code).toBe('syntax/promql');
  expect(client.published('alerts.yml')).toBeLessThan(150);
});

/** A generator of numbers below a limit, the same for one seed (Lehmer). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

test.each([1, 2, 3])(
  'answers every request between random edits (seed %i)',
  { timeout: 120_000 },
  async (seed) => {
    const random = numbers(seed);
    const client = await Client.start(SHOP);
    const files = Object.entries(SHOP);
    for (const [name, text] of files) await client.open(name, text);
    const pieces = [
      '\n',
      '  ',
      '- ',
      '{',
      '}',
      '"',
      "'",
      ':',
      '|',
      '\u{1f692}',
      '\r\n',
      '\r',
      '\ud800',
      'expr: ',
      '{{',
      '[',
      '&a ',
      '*a',
    ];
    for (let step = 2; step < 60; step++) {
      const [name] = files[random(files.length)]!;
      const uri = client.uri(name);
      const position = { line: random(20), character: random(60) };
      const end = random(3) === 0 ? { line: position.line + random(3), character: random(40) } : position;
      const range =
        end.line === position.line && end.character < position.character
          ? { start: position, end: position }
          : { start: position, end };
      const text = pieces[random(pieces.length)]!;
      await client.connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version: step },
        contentChanges: [{ range, text }],
      });
      for (const method of [
        'hover',
        'completion',
        'definition',
        'documentSymbol',
        'foldingRange',
        'codeLens',
        'semanticTokens/full',
        'formatting',
        'signatureHelp',
        'documentHighlight',
        'references',
        'codeAction',
      ]) {
        const params = {
          textDocument: { uri },
          position,
          range: { start: position, end: position },
          context: { diagnostics: [], includeDeclaration: true },
          options: { tabSize: 2, insertSpaces: true },
        };
        await client.connection.sendRequest(`textDocument/${method}`, params);
      }
    }
    // All is well again once the texts are those of the files.
    for (const [name, text] of files) {
      const uri = client.uri(name);
      await client.connection.sendNotification(DidCloseTextDocumentNotification.type, {
        textDocument: { uri },
      });
      await client.connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId: 'yaml', version: 1000, text },
      });
    }
    const place = client.place('alerts.yml', 'alert: Errors¦High');
    expect(JSON.stringify(await client.connection.sendRequest(HoverRequest.type, place))).toContain(
      'Goes to',
    );
    expect(client.stderr).toBe('');
  },
);
