import {
  CodeLensRequest,
  DocumentFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  SemanticTokensRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver-protocol';
import type { DocumentSymbol, SymbolInformation } from 'vscode-languageserver-protocol';
import { expect, test } from 'vitest';
import { Client } from './client.ts';
import { SHOP } from './shop.ts';

const names = (symbols: readonly DocumentSymbol[] | undefined): unknown[] =>
  (symbols ?? []).map(({ name, children }) => [name, ...names(children)]);

test('lists the parts of a file, and finds names in the whole project', async () => {
  const client = await Client.start(SHOP);
  await client.open('alerts.yml', SHOP['alerts.yml']);
  await client.open('alertmanager.yml', SHOP['alertmanager.yml']);
  const symbols = (name: string) =>
    client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri: client.uri(name) } });
  expect(names((await symbols('alerts.yml')) as DocumentSymbol[])).toEqual([
    ['shop', ['ErrorsHigh'], ['QueueLong']],
  ]);
  expect(names((await symbols('alertmanager.yml')) as DocumentSymbol[])).toEqual([
    ['route', ['{severity="critical"}'], ['{alertname="QueueLong"}']],
    ['everyone'],
    ['pager'],
    ['nights'],
  ]);
  const found = (await client.connection.sendRequest(WorkspaceSymbolRequest.type, {
    query: 'errhigh',
  })) as SymbolInformation[];
  expect(found.map(({ name }) => name)).toEqual(['ErrorsHigh']);
});

test('folds groups, rules and expressions over several lines', async () => {
  const client = await Client.start(SHOP);
  await client.open('alerts.yml', SHOP['alerts.yml']);
  const folds = await client.connection.sendRequest(FoldingRangeRequest.type, {
    textDocument: { uri: client.uri('alerts.yml') },
  });
  const lines = folds?.map(({ startLine, endLine }) => [startLine, endLine]);
  expect(lines).toContainEqual([3, 11]);
  expect(lines).toContainEqual([14, 16]);
});

test('colours the words of expressions', async () => {
  const client = await Client.start(SHOP);
  const text = SHOP['records.yml'];
  await client.open('records.yml', text);
  const { data } = (await client.connection.sendRequest(SemanticTokensRequest.type, {
    textDocument: { uri: client.uri('records.yml') },
  }))!;
  const types = client.initialized.capabilities.semanticTokensProvider?.legend.tokenTypes ?? [];
  const told: string[] = [];
  let [line, column] = [0, 0];
  for (let at = 0; at < data.length; at += 5) {
    const [lines = 0, columns = 0, length = 0, type = 0] = data.slice(at, at + 4);
    column = lines === 0 ? column + columns : columns;
    line += lines;
    told.push(`${types[type] ?? ''} ${text.split('\n')[line]!.slice(column, column + length)}`);
  }
  expect(told).toEqual([
    'function sum',
    'keyword by',
    'variable job',
    'function rate',
    'variable http_requests_total',
    'property code',
    'operator =',
    'string "500"',
    'number 5m',
  ]);
});

test('formats expressions and nothing else', async () => {
  const client = await Client.start({});
  const text = 'groups:\n- name:   a\n  rules:\n  - alert: A\n    expr: sum(x)   by(job)>1\n';
  await client.open('rules.yml', text);
  const edits = await client.connection.sendRequest(DocumentFormattingRequest.type, {
    textDocument: { uri: client.uri('rules.yml') },
    options: { tabSize: 2, insertSpaces: true },
  });
  expect(edits).toHaveLength(1);
  expect(edits?.[0]?.range.start.line).toBe(4);
  expect(edits?.[0]?.newText).not.toContain('name');
});

test('says above a rule how it is tested, whom it reaches and who uses it', async () => {
  const client = await Client.start(SHOP, {
    capabilities: { experimental: { commands: ['rulecheck.runTests'] } },
  });
  const titles = async (name: keyof typeof SHOP): Promise<string[]> => {
    await client.open(name, SHOP[name]);
    const lenses = await client.connection.sendRequest(CodeLensRequest.type, {
      textDocument: { uri: client.uri(name) },
    });
    return (lenses ?? []).map(({ command }) => command?.title ?? '');
  };
  expect(await titles('alerts.yml')).toEqual(['1 test', 'reaches pager', 'no tests', 'reaches everyone']);
  expect(await titles('records.yml')).toEqual(['1 use']);
  expect(await titles('alertmanager.yml')).toEqual(['1 alert', '1 alert']);
  expect(await titles('fixtures/ErrorsHigh.yml')).toEqual(['run']);
});
