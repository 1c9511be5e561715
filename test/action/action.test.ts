import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../support/pack.ts';
import { folderWith } from '../support/run-cli.ts';

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
}
const ACTION = parse(readFileSync(`${ROOT}action.yml`, 'utf8')) as {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
};

const GOOD = `groups:
  - name: web
    rules:
      - alert: WebDown
        expr: up{job="web"} == 0
        for: 5m
        labels: { severity: page }
        annotations: { summary: down }
`;
const BAD = GOOD.replace('== 0', '== "0"');
const SCENARIO = `alert: WebDown
scenarios:
  - { name: fires, series: { 'up{job="web"}': 0x60 }, expect: [{ at: 10m, state: firing }] }
  - { name: is wrong, series: { 'up{job="web"}': 1x60 }, expect: [{ at: 10m, state: firing }] }
`;

interface Comment {
  readonly id: number;
  body: string;
  readonly html_url: string;
  readonly user: { readonly type: string };
  readonly author_association: string;
}

/** The part of GitHub's API that the action uses. */
async function github(refuses = false): Promise<{ url: string; comments: Comment[]; asked: string[] }> {
  const comments: Comment[] = [];
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((text) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      asked.push(`${request.method} ${pathname}`);
      const answer = (status: number, value: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      };
      if (request.headers.authorization !== 'Bearer secret' || refuses) {
        answer(403, {});
        return;
      }
      if (request.method === 'GET') {
        const first = (Number(searchParams.get('page')) - 1) * 100;
        answer(200, comments.slice(first, first + 100));
        return;
      }
      const { body } = JSON.parse(text) as { body: string };
      if (request.method === 'PATCH') {
        const known = comments.find(({ id }) => pathname.endsWith(`/comments/${id}`))!;
        known.body = body;
        answer(200, known);
        return;
      }
      const id = comments.length + 1;
      comments.push(commentOf(id, body));
      answer(201, comments.at(-1));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, comments, asked };
}

const commentOf = (id: number, body: string, type = 'Bot', association = 'NONE'): Comment => ({
  ...{ id, body, html_url: `https://example.org/${id}` },
  ...{ user: { type }, author_association: association },
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** What the last step of the action does in a workspace of a pull request. */
async function run(workspace: string, inputs: Readonly<Record<string, string>>, api = 'http://127.0.0.1:1') {
  const temp = folderWith({ 'event.json': '{ "pull_request": { "number": 7 } }' });
  const env = {
    PATH: process.env['PATH'] ?? '',
    XDG_CACHE_HOME: join(temp, 'cache'),
    RULECHECK: `${ROOT}bin/rulecheck.js`,
    RUNNER_TEMP: temp,
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: join(temp, 'output'),
    GITHUB_STEP_SUMMARY: join(temp, 'summary'),
    GITHUB_EVENT_PATH: join(temp, 'event.json'),
    GITHUB_REPOSITORY: 'org/repo',
    GITHUB_API_URL: api,
    GITHUB_TOKEN: 'secret',
    INPUT_COMMENT: 'true',
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name}`, value])),
  };
  const child = spawn(process.execPath, [`${ROOT}action/run.js`], { env, cwd: workspace });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const status = await new Promise<number | null>((done) => child.on('close', done));
  const read = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  const outputs = Object.fromEntries(
    read(env.GITHUB_OUTPUT)
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  return { status, stdout, outputs, summary: read(env.GITHUB_STEP_SUMMARY) };
}

describe('action.yml', () => {
  const { steps } = ACTION.runs;

  it('hands every input to a script through the environment, and none into its text', () => {
    const text = readFileSync(`${ROOT}action.yml`, 'utf8');
    for (const name of Object.keys(ACTION.inputs)) expect(text, name).toContain(`inputs.${name}`);
    for (const { run: script } of steps) expect(script ?? '').not.toContain('${{');
  });

  it('asks for variables that the scripts read, and for outputs that they write', () => {
    const [install, main] = ['install', 'run'].map((name) =>
      readFileSync(`${ROOT}action/${name}.js`, 'utf8'),
    );
    const given = steps.flatMap(({ env }) => Object.keys(env ?? {}));
    const read = [...main!.matchAll(/'([A-Z_]+)'/g)].map((match) => `INPUT_${match[1]}`);
    expect(new Set(given.filter((name) => name.startsWith('INPUT_')))).toEqual(new Set(read));
    expect(install).toContain('process.env.VERSION');
    for (const [name, { value }] of Object.entries(ACTION.outputs)) {
      expect(value).toBe(`\${{ steps.run.outputs.${name} }}`);
      expect(main).toMatch(new RegExp(`['\\s]${name}'?[:,]`));
    }
  });
});

describe.skipIf(!existsSync(`${ROOT}dist/start.js`))('the run of the action', () => {
  it('annotates, counts, writes the summary and ends with the exit code', async () => {
    const workspace = folderWith({ 'rules.yml': BAD, 'WebDown.yml': SCENARIO });
    const { status, stdout, outputs, summary } = await run(workspace, { COMMENT: 'false' });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error .*file=rules\.yml/m);
    expect(summary).toContain('<!-- rulecheck -->');
    expect(outputs).toMatchObject({ 'exit-code': '1', errors: expect.stringMatching(/^[1-9]/) as string });
    expect(outputs).not.toHaveProperty('sarif-file');
  });

  it('tests, writes SARIF and works in a folder', async () => {
    const workspace = folderWith({ 'team/rules.yml': GOOD, 'team/WebDown.yml': SCENARIO });
    const inputs = { DIRECTORY: 'team', SARIF_FILE: 'out.sarif', COMMENT: 'false' };
    const { status, outputs } = await run(workspace, inputs);
    expect(status).toBe(1);
    expect(outputs).toMatchObject({
      errors: '0',
      'failed-tests': '1',
      'sarif-file': join(workspace, 'team/out.sarif'),
    });
    const sarif = JSON.parse(readFileSync(join(workspace, 'team/out.sarif'), 'utf8')) as { version: string };
    expect(sarif.version).toBe('2.1.0');
    expect(await run(workspace, { ...inputs, TEST: 'false' })).toMatchObject({ status: 0 });
  });

  it('takes paths over several lines, a severity and a baseline that is there', async () => {
    const workspace = folderWith({ 'a.yml': GOOD, 'b c.yml': BAD });
    expect((await run(workspace, { PATHS: 'a.yml\n', COMMENT: 'false' })).status).toBe(0);
    expect((await run(workspace, { FAIL_ON: 'never', COMMENT: 'false' })).status).toBe(0);
    const missing = await run(workspace, { BASELINE: 'accepted.json', COMMENT: 'false' });
    expect(missing).toMatchObject({ status: 3, outputs: { 'exit-code': '3' } });
    expect(missing.stdout).toMatch(/^::error title=rulecheck::the baseline accepted\.json is not there/m);
    expect(existsSync(join(workspace, 'accepted.json'))).toBe(false);
  });

  it('keeps one comment up to date, and makes none where all is well', async () => {
    const { url, comments } = await github();
    const workspace = folderWith({ 'rules.yml': GOOD });
    expect((await run(workspace, {}, url)).outputs).not.toHaveProperty('comment-url');
    expect(comments).toEqual([]);
    writeFileSync(join(workspace, 'rules.yml'), BAD);
    expect((await run(workspace, {}, url)).outputs).toMatchObject({ 'comment-url': 'https://example.org/1' });
    expect(comments[0]?.body).toMatch(/^<!-- rulecheck -->\n<!-- rulecheck in \. -->\n[\s\S]*1 error/);
    writeFileSync(join(workspace, 'rules.yml'), GOOD);
    await run(workspace, {}, url);
    expect(comments.map(({ body }) => /1 error/.test(body))).toEqual([false]);
    expect(comments[0]?.body).toContain('no findings');
  });

  it('shows changed routes in the same comment, and updates them in place', async () => {
    const { url, comments } = await github();
    const config = (receiver: string): string =>
      `route:\n  receiver: chat\n  routes: [{ matchers: [severity="page"], receiver: ${receiver} }]\nreceivers:\n` +
      "  - { name: chat, webhook_configs: [{ url: 'http://a.example/' }] }\n" +
      "  - { name: pager, webhook_configs: [{ url: 'http://b.example/' }] }\n";
    const workspace = folderWith({ 'rules.yml': GOOD, 'alertmanager.yml': config('pager') });
    const git = (...args: string[]): void => {
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: workspace });
    };
    git('init', '--quiet', '--initial-branch', 'main');
    git('add', '.');
    git('commit', '--quiet', '--message', 'first');
    const inputs = { ROUTES: 'alertmanager.yml', SINCE: 'main' };
    await run(workspace, inputs, url);
    expect(comments).toEqual([]);
    writeFileSync(join(workspace, 'alertmanager.yml'), config('chat'));
    await run(workspace, { ...inputs, FAIL_ON: 'never' }, url);
    expect(comments).toHaveLength(1);
    expect(comments[0]?.body).toContain('### Routes of `alertmanager.yml`');
    expect(comments[0]?.body).toMatch(/\| WebDown \|.*pager/);
    writeFileSync(join(workspace, 'alertmanager.yml'), config('pager'));
    await run(workspace, inputs, url);
    expect(comments).toHaveLength(1);
    expect(comments[0]?.body).not.toContain('### Routes');
  });

  it('does not take the comment of a stranger, nor that of another folder, and looks at all pages', async () => {
    const { url, comments } = await github();
    const marked = (folder: string): string =>
      `<!-- rulecheck -->\n<!-- rulecheck in ${folder} -->\nall is well`;
    for (let id = 1; id <= 120; id++) comments.push(commentOf(id, 'talk'));
    comments.push(commentOf(121, marked('.'), 'User'), commentOf(122, marked('team')));
    comments.push(commentOf(123, marked('.')));
    const workspace = folderWith({ 'rules.yml': BAD });
    await run(workspace, {}, url);
    expect(comments).toHaveLength(123);
    expect(comments.filter(({ body }) => body.includes('1 error')).map(({ id }) => id)).toEqual([123]);
  });

  it('goes on where the token may not write', async () => {
    const { url } = await github(true);
    const { status, stdout } = await run(folderWith({ 'rules.yml': BAD }), {}, url);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::notice title=rulecheck::.* 403; the job needs .*pull-requests: write/m);
  });
});
