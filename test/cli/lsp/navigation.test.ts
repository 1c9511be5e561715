import {
  DefinitionRequest,
  DocumentHighlightRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
} from 'vscode-languageserver-protocol';
import type { Location, TextDocumentEdit } from 'vscode-languageserver-protocol';
import { expect, test } from 'vitest';
import { Client } from './client.ts';
import { SHOP } from './shop.ts';

async function shop(...open: readonly (keyof typeof SHOP)[]): Promise<Client> {
  const client = await Client.start(SHOP);
  for (const name of open) await client.open(name, SHOP[name]);
  return client;
}

/** `alerts.yml:5` for a place, counted from 1. */
const told = (places: readonly Location[] | null): string[] =>
  (places ?? []).map(({ uri, range }) => `${/[^/]+$/.exec(uri)?.[0] ?? ''}:${range.start.line + 1}`).sort();

const definition = async (client: Client, name: string, marked: string): Promise<string[]> =>
  told(
    (await client.connection.sendRequest(DefinitionRequest.type, client.place(name, marked))) as
      Location[] | null,
  );

const references = async (client: Client, name: string, marked: string): Promise<string[]> =>
  told(
    await client.connection.sendRequest(ReferencesRequest.type, {
      ...client.place(name, marked),
      context: { includeDeclaration: true },
    }),
  );

test('leads from a use to what defines it', async () => {
  const client = await shop('alerts.yml', 'alertmanager.yml', 'fixtures/ErrorsHigh.yml', 'records.yml');
  expect(await definition(client, 'alerts.yml', 'job:http¦_errors')).toEqual(['records.yml:4']);
  expect(await definition(client, 'records.yml', 'http_¦requests_total{')).toEqual(['metrics.yml:2']);
  expect(await definition(client, 'alertmanager.yml', 'receiver: pa¦ger')).toEqual(['alertmanager.yml:12']);
  expect(await definition(client, 'alertmanager.yml', '[nig¦hts]')).toEqual(['alertmanager.yml:15']);
  expect(await definition(client, 'alertmanager.yml', 'alertname="Queue¦Long"')).toEqual(['alerts.yml:13']);
  expect(await definition(client, 'alerts.yml', 'runbooks.example/err¦ors')).toEqual(['errors.md:1']);
  expect(await definition(client, 'fixtures/ErrorsHigh.yml', 'alert: Err¦orsHigh')).toEqual(['alerts.yml:4']);
  expect(await definition(client, 'fixtures/ErrorsHigh.yml', '[pa¦ger]')).toEqual(['alertmanager.yml:12']);
});

test('finds everything that mentions an alert: its tests, routes and its runbook', async () => {
  const client = await shop('alerts.yml', 'records.yml');
  expect(await references(client, 'alerts.yml', 'alert: Errors¦High')).toEqual([
    'ErrorsHigh.yml:1',
    'alerts.yml:4',
    'errors.md:1',
    'errors.md:3',
  ]);
  expect(await references(client, 'records.yml', 'job:http¦_errors')).toEqual([
    'alerts.yml:5',
    'records.yml:4',
  ]);
});

test('marks the places of a name in its file', async () => {
  const client = await shop('alertmanager.yml');
  const marks = await client.connection.sendRequest(
    DocumentHighlightRequest.type,
    client.place('alertmanager.yml', '[nig¦hts]'),
  );
  expect(marks?.map(({ range }) => range.start.line)).toEqual([14, 5]);
});

async function renamed(
  client: Client,
  name: string,
  marked: string,
  newName: string,
): Promise<Record<string, string>> {
  const place = client.place(name, marked);
  await client.connection.sendRequest(PrepareRenameRequest.type, place);
  const edit = await client.connection.sendRequest(RenameRequest.type, { ...place, newName });
  const changes = (edit?.documentChanges ?? []) as TextDocumentEdit[];
  return Object.fromEntries(
    changes.map(({ textDocument, edits }) => [
      /[^/]+$/.exec(textDocument.uri)?.[0] ?? '',
      edits.length.toString(),
    ]),
  );
}

test('renames records, receivers and intervals in every file', async () => {
  const client = await shop('alerts.yml', 'alertmanager.yml');
  expect(await renamed(client, 'alerts.yml', 'job:http¦_errors', 'job:errors:rate5m')).toEqual({
    'records.yml': '1',
    'alerts.yml': '1',
  });
  expect(await renamed(client, 'alertmanager.yml', 'receiver: pa¦ger', 'on-call')).toEqual({
    'alertmanager.yml': '2',
    'ErrorsHigh.yml': '1',
  });
  expect(await renamed(client, 'alertmanager.yml', '[nig¦hts]', 'out of hours')).toEqual({
    'alertmanager.yml': '2',
  });
});

test('refuses to rename what the application names, to a name that is taken, and to no name', async () => {
  const client = await shop('records.yml', 'alertmanager.yml');
  await expect(renamed(client, 'records.yml', 'http_¦requests_total{', 'x')).rejects.toThrow(
    'metric of the catalogue',
  );
  await expect(renamed(client, 'alertmanager.yml', 'receiver: pa¦ger', 'everyone')).rejects.toThrow(
    'already defined',
  );
  await expect(renamed(client, 'records.yml', 'job:http¦_errors', 'a b')).rejects.toThrow('not a valid name');
});
