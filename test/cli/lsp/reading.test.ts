import { CompletionRequest, HoverRequest, SignatureHelpRequest } from 'vscode-languageserver-protocol';
import type { CompletionItem, MarkupContent } from 'vscode-languageserver-protocol';
import { expect, test } from 'vitest';
import { Client } from './client.ts';
import { SHOP } from './shop.ts';

async function hover(client: Client, name: string, marked: string): Promise<string> {
  const found = await client.connection.sendRequest(HoverRequest.type, client.place(name, marked));
  return (found?.contents as MarkupContent | undefined)?.value ?? '';
}

async function completions(
  client: Client,
  name: string,
  marked: string,
): Promise<Map<string, CompletionItem>> {
  const found = await client.connection.sendRequest(CompletionRequest.type, client.place(name, marked));
  const items = Array.isArray(found) ? found : (found?.items ?? []);
  return new Map(items.map((item) => [item.label, item]));
}

test('explains expressions: the labels that are left, why others are lost, values, types and functions', async () => {
  const client = await Client.start(SHOP);
  await client.open('records.yml', SHOP['records.yml']);
  await client.open('alerts.yml', SHOP['alerts.yml']);
  const metric = await hover(client, 'records.yml', 'http_¦requests_total{');
  expect(metric).toContain('**http\\_requests\\_total** is a counter');
  expect(metric).toContain('Requests that were answered');
  const sum = await hover(client, 'records.yml', 's¦um by');
  expect(sum).toContain('Sum of the values of each group');
  expect(sum).toContain('`instance` is lost: `by (job)`');
  expect(await hover(client, 'records.yml', 'ra¦te(')).toContain('rate(range vector)');
  expect(await hover(client, 'alerts.yml', 'job:http¦_errors')).toContain('is recorded in `records.yml:4`');
  expect(await hover(client, 'alerts.yml', ' ¦> 5')).toContain('value: > 5');
});

test('tells of an alert what explain tells, and of a route who ends there', async () => {
  const client = await Client.start(SHOP);
  for (const name of ['alerts.yml', 'alertmanager.yml', 'rulecheck.yaml'] as const)
    await client.open(name, SHOP[name]);
  const alert = await hover(client, 'alerts.yml', 'alert: Errors¦High');
  expect(alert).toContain('Goes to');
  expect(alert).toContain('pager');
  expect(alert).toContain('runbooks/errors.md');
  const route = await hover(client, 'alertmanager.yml', 'match¦ers: [severity');
  expect(route).toContain('1 alert end here: ErrorsHigh'.replace('alert end', 'alert ends'));
  expect(route).toContain('muted in `nights`');
  expect(route).toContain('group_wait 30s (default)');
  expect(await hover(client, 'alertmanager.yml', 'receiver: pa¦ger')).toContain('1 alert: ErrorsHigh');
  expect(await hover(client, 'rulecheck.yaml', 'alerts/no¦-for')).toContain('alerts/no-for');
});

test('completes names where they are wanted', async () => {
  const client = await Client.start(SHOP);
  await client.open('alertmanager.yml', SHOP['alertmanager.yml'].replace('receiver: pager', 'receiver: '));
  expect([...(await completions(client, 'alertmanager.yml', '      receiver: ¦')).keys()]).toEqual([
    'everyone',
    'pager',
  ]);
  await client.replace('alertmanager.yml', '[nights]', '[n]');
  expect([...(await completions(client, 'alertmanager.yml', '[n¦]')).keys()]).toEqual(['nights']);
  await client.replace('alertmanager.yml', '[alertname="QueueLong"]', '[alertname=]');
  expect([...(await completions(client, 'alertmanager.yml', '[alertname=¦]')).keys()]).toContain(
    'alertname="ErrorsHigh"',
  );
  await client.open('fixtures/ErrorsHigh.yml', 'alert: \nscenarios: []\n');
  expect([...(await completions(client, 'fixtures/ErrorsHigh.yml', 'alert: ¦')).keys()]).toContain(
    'QueueLong',
  );
  await client.open('alerts.yml', SHOP['alerts.yml'].replace('https://runbooks.example/errors', 'h'));
  expect([...(await completions(client, 'alerts.yml', 'runbook_url: h¦')).keys()]).toEqual([
    'https://runbooks.example/errors',
  ]);
  await client.open('rulecheck.yaml', SHOP['rulecheck.yaml'].replace('no-for: warning', 'no-for: '));
  expect([...(await completions(client, 'rulecheck.yaml', 'alerts/no-for: ¦')).keys()]).toContain('off');
  expect((await completions(client, 'rulecheck.yaml', '  alerts¦/no-for')).has('promql/regex')).toBe(true);
});

test('completes expressions: metrics, functions with their arguments, labels and values', async () => {
  const client = await Client.start(SHOP);
  const write = async (expr: string): Promise<Map<string, CompletionItem>> => {
    await client.open(
      'alerts.yml',
      `groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: ${expr}\n`,
    );
    return completions(client, 'alerts.yml', `expr: ${expr}¦`);
  };
  const words = await write('ra');
  expect(words.get('rate')?.detail).toBe('rate(range vector)');
  expect(words.get('queue_length')?.detail).toBe('gauge, items');
  expect(words.get('job:http_errors:rate5m')?.detail).toBe('recorded series');
  expect([...(await write('rate(http_requests_total{')).keys()]).toEqual(['code', 'instance', 'job']);
  expect([...(await write('sum by (')).keys()]).toContain('code');
  expect([...(await write('ALERTS{alertname="')).keys()]).toEqual(['A']);
  expect([...(await write('rate(http_requests_total[')).keys()]).toContain('5m');
});

test('completes stages and labels of log queries', async () => {
  const client = await Client.start({});
  const rules =
    'groups:\n  - name: logs\n    rules:\n      - alert: A\n        expr: count_over_time({app="a"} | json [5m]) > 0\n';
  await client.open('rules.yml', rules);
  const found = await completions(client, 'rules.yml', '{app="a"} | js¦on');
  expect(found.get('logfmt')?.detail).toContain('| logfmt');
});

test('shows the signature of a call and the argument that is written', async () => {
  const client = await Client.start({});
  const rules =
    'groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: histogram_quantile(0.9, rate(x_bucket[5m])) > 1\n';
  await client.open('rules.yml', rules);
  const help = await client.connection.sendRequest(
    SignatureHelpRequest.type,
    client.place('rules.yml', '(0.9, ¦rate'),
  );
  expect(help?.signatures[0]?.label).toBe('histogram_quantile(scalar, instant vector)');
  expect(help?.activeParameter).toBe(1);
});
