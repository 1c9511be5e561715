import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../src/checks/index.generated.ts';
import { createProgram } from '../../src/cli/program/create-program.ts';
import { ROOT } from '../support/pack.ts';
import { commentsOf, titlesOf } from './comments.ts';
import { riddlesIn } from './riddles.ts';
import { PLACEHOLDER, textsOf } from './texts.ts';
import type { Text } from './texts.ts';

// docs/style.md, as far as a rule can hold it.

const MODULES = globSync(['src/**/*.ts'], { cwd: ROOT, ignore: ['**/*.generated.ts'] }).sort();

/** Names that begin with a capital letter wherever they are. */
const NAME =
  /^(?:[A-Z][A-Za-z]*[A-Z0-9][\w-]*|[A-Z]|Alertmanager|Prometheus|Loki|Promtail|Grafana|Mimir|Thanos|Kubernetes|Helm|Debian|Go|Node|Unix|Slack|Discord|Telegram|Webex|Teams|Jira|Pushover|Amazon|Microsoft|Unicode|Terraform|Jinja|Markdown)\b/;

/** What is wrong with the form of a short text. */
function formFaults(words: string): string[] {
  const text = words.trim();
  return [
    ...(/^[A-Z]/.test(text) && !NAME.test(text) ? ['begins with a capital letter'] : []),
    ...(/[^.]\.$/.test(text) ? ['ends with a full stop'] : []),
  ];
}

const SHORT: ReadonlySet<string> = new Set([
  'summary',
  'message',
  'help',
  'description()',
  'option()',
  'argument()',
]);

function faultsOf(text: Text): string[] {
  return [...riddlesIn(text.words), ...(SHORT.has(text.role) ? formFaults(text.words) : [])];
}

describe('texts of the source', () => {
  test('have no riddles; short ones have neither a capital letter first nor a full stop', () => {
    const found = MODULES.flatMap((path) =>
      textsOf(path).flatMap((text) =>
        faultsOf(text).map((fault) => `${path}:${text.line} ${text.raw}: ${fault}`),
      ),
    );
    expect(found).toEqual([]);
  });

  test.each([
    'a duration that is none',
    'say nothing of named files',
    'a file that holds nothing rulecheck knows',
    'who is told: the routes',
    'what is upgraded',
    'mend the plugin',
    `"${PLACEHOLDER}" is no duration`,
    'compares the text as it stands',
  ])('with a riddle are found: %s', (words) => {
    expect(riddlesIn(words)).not.toEqual([]);
  });

  test.each([
    'there is no route',
    'it is no longer used',
    'understands Helm',
    'families of metrics',
    'say what is missing',
  ])('in plain words pass: %s', (words) => {
    expect(riddlesIn(words)).toEqual([]);
  });

  test('with a capital letter or a full stop are found, names pass', () => {
    expect(formFaults('Compare with "=="')).toHaveLength(1);
    expect(formFaults('add the label.')).toHaveLength(1);
    expect(formFaults('PromQL functions')).toEqual([]);
    expect(formFaults('Alertmanager drops it')).toEqual([]);
  });
});

const SOURCES = globSync(['{src,test,scripts,bench,grafana}/**/*.{ts,js}'], {
  cwd: ROOT,
  ignore: ['**/*.generated.*', '**/node_modules/**', 'test/structure/**'],
}).sort();

describe('comments and titles of tests', () => {
  test('have no riddles', () => {
    const found = SOURCES.flatMap((path) =>
      [...commentsOf(path), ...(path.startsWith('test/') ? titlesOf(path) : [])].flatMap(({ line, words }) =>
        riddlesIn(words).map((fault) => `${path}:${line} ${words.slice(0, 90)}: ${fault}`),
      ),
    );
    expect(found).toEqual([]);
  });

  test('are found: also before a closing brace, behind code and in each()', () => {
    const code = `/** As it stands. */\nconst a = 1; // it is told\nf(() => {\n  // it is none\n});\n`;
    expect(commentsOf('a.ts', code).filter(({ words }) => riddlesIn(words).length > 0)).toHaveLength(3);
    const tests = `describe('a', () => test.each([1])('%s is told', () => {}));\n`;
    expect(titlesOf('a.ts', tests).map(({ words }) => words)).toEqual(['a', '%s is told']);
  });
});

describe('checks', () => {
  test('have a summary of at most 100 characters', () => {
    expect(CHECKS.map(({ meta }) => meta.summary).filter((summary) => summary.length > 100)).toEqual([]);
  });

  test('say why in sentences of at most 240 characters together', () => {
    const wrong = CHECKS.map(({ meta }) => meta.why).filter(
      (why) => why.length > 240 || !why.endsWith('.') || riddlesIn(why).length > 0,
    );
    expect(wrong).toEqual([]);
  });
});

interface Described {
  readonly name: string;
  readonly text: string;
}

describe('--help', () => {
  const program = createProgram({ env: {}, stdout: { isTTY: true } } as never, () => undefined);
  const commands = [program, ...program.commands.flatMap((one) => [one, ...one.commands])];
  const texts = commands.flatMap((command): Described[] => [
    { name: command.name(), text: command.description() },
    ...command.options.map((one) => ({ name: `${command.name()} ${one.flags}`, text: one.description })),
    ...command.registeredArguments.map((one) => ({
      name: `${command.name()} ${one.name()}`,
      text: one.description,
    })),
  ]);

  test('describes every command, option and argument', () => {
    expect(texts.filter(({ text }) => text === '')).toEqual([]);
  });

  test('is made of imperatives and noun phrases of at most 100 characters', () => {
    const clause = /^(?:also|how|it|only|say|so|that|then|there|this|what|when|where|which|who|with)\b/;
    const wrong = texts.filter(
      ({ text }) =>
        text.length > 100 || clause.test(text) || riddlesIn(text).length + formFaults(text).length > 0,
    );
    expect(wrong).toEqual([]);
  });
});
