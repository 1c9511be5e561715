import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CodeActionRequest,
  CodeActionResolveRequest,
  ExecuteCommandRequest,
} from 'vscode-languageserver-protocol';
import type { CodeAction, TextDocumentEdit, TextEdit } from 'vscode-languageserver-protocol';
import { expect, test } from 'vitest';
import { Lines } from '../../../src/editor/index.ts';
import { applyEdits } from '../../../src/lint/edits.ts';
import { run } from '../support.ts';
import { Client } from './client.ts';

const RULES = `groups:
  - name: shop
    rules:
      - alert: Down
        expr: up{job=~"web"} == 0
        for: 5m
        labels: { severity: critical }
        annotations: { summary: the server is down }
      - alert: Slow
        expr: |
          rate(latency_seconds_count[1s]) > 1
`;

async function actions(client: Client, marked: string): Promise<CodeAction[]> {
  await client.diagnostics('rules.yml');
  const { position, textDocument } = client.place('rules.yml', marked);
  const found = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument,
    range: { start: position, end: position },
    context: { diagnostics: [] },
  });
  return (found ?? []) as CodeAction[];
}

function applied(client: Client, action: CodeAction): string {
  const text = client.text('rules.yml');
  const lines = new Lines(text);
  const change = action.edit?.documentChanges?.[0] as TextDocumentEdit;
  const edits = (change.edits as TextEdit[]).map(({ range, newText }) => ({
    range: { start: lines.offset(range.start), end: lines.offset(range.end) },
    text: newText,
  }));
  return applyEdits(text, edits);
}

test('offers the fix that lint --fix would make, and makes all of them at once', async () => {
  const client = await Client.start({ 'rules.yml': RULES });
  await client.open('rules.yml', RULES);
  const found = await actions(client, 'up{job=~¦"web"}');
  const fix = found.find(({ isPreferred }) => isPreferred === true);
  expect(fix?.kind).toBe('quickfix');
  const one = await client.connection.sendRequest(CodeActionResolveRequest.type, fix!);
  expect(applied(client, one)).toBe(RULES.replace('=~"web"', '="web"'));
  const all = found.find(({ kind }) => kind === 'source.fixAll.rulecheck');
  const every = await client.connection.sendRequest(CodeActionResolveRequest.type, all!);
  await run(['lint', '--fix'], { cwd: client.folder });
  expect(applied(client, every)).toBe(await readFile(join(client.folder, 'rules.yml'), 'utf8'));
});

test('writes the comment that disables a check above the value that it is about', async () => {
  const client = await Client.start({ 'rules.yml': RULES });
  await client.open('rules.yml', RULES);
  const found = await actions(client, 'latency_seconds_count[¦1s]');
  const disable = found.find(({ title }) => title.startsWith('disable promql/short-range'));
  const text = applied(client, disable!);
  expect(text).toContain('        # rulecheck disable-next-line promql/short-range -- \n        expr: |\n');
  await client.replace(
    'rules.yml',
    '        expr: |\n',
    '        # rulecheck disable-next-line promql/short-range -- new\n        expr: |\n',
  );
  const { diagnostics } = await client.diagnostics('rules.yml');
  expect(diagnostics.map(({ code }) => code)).not.toContain('promql/short-range');
});

test('puts the cursor where the reason goes in an editor that can do that', async () => {
  const capabilities = { workspace: { workspaceEdit: { snippetEditSupport: true } } };
  const client = await Client.start({ 'rules.yml': RULES }, { capabilities });
  await client.open('rules.yml', RULES);
  const found = await actions(client, 'latency_seconds_count[¦1s]');
  const disable = found.find(({ title }) => title.startsWith('disable promql/short-range'));
  expect(JSON.stringify(disable?.edit)).toContain('-- ${1:why}');
});

test('accepts a finding in the baseline', async () => {
  const client = await Client.start({ 'rules.yml': RULES }, { args: ['--baseline', 'accepted.json'] });
  await client.open('rules.yml', RULES);
  const found = await actions(client, 'latency_seconds_count[¦1s]');
  const { command } = found.find(({ title }) => title.includes('baseline'))!;
  const before = client.published('rules.yml');
  await client.connection.sendRequest(ExecuteCommandRequest.type, {
    command: command!.command,
    arguments: command!.arguments ?? [],
  });
  expect(JSON.parse(await readFile(join(client.folder, 'accepted.json'), 'utf8'))).toMatchObject({
    findings: [{ check: 'promql/short-range', file: 'rules.yml' }],
  });
  await expect.poll(() => client.published('rules.yml')).toBeGreaterThan(before);
  const { diagnostics } = await client.diagnostics('rules.yml');
  expect(diagnostics.map(({ code }) => code)).not.toContain('promql/short-range');
});
