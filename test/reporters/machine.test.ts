import { Ajv } from 'ajv';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { CHECKS } from '../../src/checks/index.generated.ts';
import { failureGithub } from '../../src/reporters/failure.ts';
import { fingerprint } from '../../src/diagnostics/fingerprint.ts';
import { reportGithub } from '../../src/reporters/github.ts';
import { reportGitlab } from '../../src/reporters/gitlab.ts';
import { reportFailureJunit, reportJunit } from '../../src/reporters/junit.ts';
import { reportSarif, reportSarifFailure } from '../../src/reporters/sarif.ts';
import { testDiagnostics } from '../../src/reporters/test-diagnostics.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { finding, lintResult, NASTY, testRun, TEXT } from './support.ts';
import { GITLAB_SCHEMA, SARIF_SCHEMA } from './schemas.ts';

const FAILURE = { message: NASTY, help: 'do this', exitCode: 3, diagnostics: [finding('up{')] };

function valid(schema: object, text: string): unknown {
  const validate = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);
  const value: unknown = JSON.parse(text);
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
  return value;
}

const FINDINGS = [
  finding('up{', {
    message: NASTY,
    why: 'it matters',
    help: 'close it',
    fix: { description: 'close it', safe: true, edits: [{ range: { start: 60, end: 63 }, text: 'up{}' }] },
  }),
  finding('"Down"', {
    check: 'alerts/required-labels',
    severity: 'warning',
    related: [{ file: new SourceFile('a b/ü.yml', 'x: 1\n'), range: { start: 0, end: 1 }, message: 'there' }],
  }),
  finding('web', { severity: 'info' }),
];

describe('SARIF', () => {
  it('follows the schema of 2.1.0', () => {
    valid(SARIF_SCHEMA, reportSarif([], CHECKS, '1.2.3', 'lint'));
    valid(SARIF_SCHEMA, reportSarif(FINDINGS, CHECKS, '1.2.3', 'lint'));
    valid(SARIF_SCHEMA, reportSarif(testDiagnostics(testRun()), [], '1.2.3', 'lint'));
    valid(SARIF_SCHEMA, reportSarifFailure(FAILURE, '1.2.3', 'lint'));
    valid(SARIF_SCHEMA, reportSarifFailure({ ...FAILURE, exitCode: 2 }, '1.2.3', 'lint'));
  });

  it('points at the place, names the rule by index, and encodes paths', () => {
    const { runs } = JSON.parse(reportSarif(FINDINGS, CHECKS, '1.2.3', 'lint')) as {
      runs: {
        tool: { driver: { rules: { id: string }[] } };
        results: {
          ruleId: string;
          ruleIndex: number;
          level: string;
          locations: { physicalLocation: { region: object } }[];
          relatedLocations?: { physicalLocation: { artifactLocation: { uri: string } } }[];
        }[];
      }[];
    };
    const [{ tool, results }] = runs as [(typeof runs)[number]];
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]!.id).toBe(ruleId);
    expect(results.map(({ level }) => level)).toEqual(['error', 'warning', 'note']);
    expect(results[0]!.locations[0]!.physicalLocation.region).toEqual({
      startLine: 5,
      startColumn: 15,
      endLine: 5,
      endColumn: 18,
    });
    expect(results[1]!.relatedLocations![0]!.physicalLocation.artifactLocation.uri).toBe('a%20b/%C3%BC.yml');
  });
});

describe('SARIF for code scanning', () => {
  interface Log {
    runs: [
      {
        tool: { driver: { rules: { id: string; help?: { markdown: string } }[] } };
        results: {
          fixes?: {
            artifactChanges: { replacements: { deletedRegion: object; insertedContent: object }[] }[];
          }[];
          partialFingerprints: Record<string, string>;
        }[];
      },
    ];
  }
  const log = (...findings: Diagnostic[]) =>
    JSON.parse(reportSarif(findings, CHECKS, '1.2.3', 'lint')) as Log;

  it('carries fixes as changes of the file, and help with examples', () => {
    const { tool, results } = log(...FINDINGS).runs[0];
    expect(results[0]!.fixes![0]!.artifactChanges[0]!.replacements).toEqual([
      {
        deletedRegion: { startLine: 5, startColumn: 6, endLine: 5, endColumn: 9 },
        insertedContent: { text: 'up{}' },
      },
    ]);
    const help = tool.driver.rules.find(({ id }) => id === 'alerts/required-labels')!.help!.markdown;
    expect(help).toContain('# rulecheck disable-next-line alerts/required-labels -- the reason');
    expect(help).toMatch(/Wrong:\n\n```yaml\n[^]+Right:\n\n```yaml\n/);
  });

  it('recognises a finding whose line moved, and distinguishes equal ones', () => {
    const prints = (file?: SourceFile) =>
      log(finding('up{', { file }), finding('up{', { file })).runs[0].results.map(
        ({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash,
      );
    expect(new Set(prints()).size).toBe(2);
    expect(prints(new SourceFile('rules/web.yml', `# one\n# two\n${TEXT}`))).toEqual(prints());
  });
});

describe('GitLab code quality', () => {
  it('follows the documented schema, with a fingerprint for each finding', () => {
    const twice = finding('up{');
    const issues = valid(GITLAB_SCHEMA, reportGitlab([...FINDINGS, twice, twice])) as {
      fingerprint: string;
    }[];
    expect(new Set(issues.map((issue) => issue.fingerprint)).size).toBe(issues.length);
    expect(valid(GITLAB_SCHEMA, reportGitlab([]))).toEqual([]);
  });

  it('keeps the fingerprint of a finding whose line moves, not of another finding', () => {
    const moved = new SourceFile('rules/web.yml', `# one\n# two\n${TEXT}`);
    expect(fingerprint(finding('up{', { file: moved }))).toBe(fingerprint(finding('up{')));
    const others = [
      finding('up{', { message: 'other' }),
      finding('up{', { check: 'promql/unknown-metric' }),
      finding('web'),
      finding('up{', { file: new SourceFile('rules/db.yml', TEXT) }),
    ];
    expect(new Set([finding('up{'), ...others].map((one) => fingerprint(one))).size).toBe(5);
  });
});

describe('GitHub workflow commands', () => {
  /** As the runner reads them: one command a line, properties and message unescaped. */
  function parse(line: string) {
    const match = /^::(error|warning|notice) ([^:]*)::(.*)$/.exec(line);
    if (match === null) throw new Error(`no command: ${line}`);
    const [, command, properties = '', data = ''] = match;
    const plain = (text: string) => text.replace(/%0D/g, '\r').replace(/%0A/g, '\n').replace(/%25/g, '%');
    const property = (text: string) => plain(text.replace(/%3A/g, ':').replace(/%2C/g, ','));
    const pairs = properties.split(',').map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), property(pair.slice(at + 1))] as const;
    });
    return { command, ...Object.fromEntries(pairs), message: plain(data) };
  }

  it('are one line each and read back as they were', () => {
    const odd = finding('up{', { file: new SourceFile('a,b:c%\n.yml', TEXT) });
    const lines = reportGithub([...FINDINGS, odd])
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(4);
    expect(parse(lines[0]!)).toEqual({
      command: 'error',
      file: 'rules/web.yml',
      line: '5',
      endLine: '5',
      col: '15',
      endColumn: '18',
      title: 'syntax/promql',
      message: `${NASTY}\nit matters\nclose it`,
    });
    expect(lines.map((line) => parse(line).command)).toEqual(['error', 'error', 'warning', 'notice']);
    expect(parse(lines[1]!)).toMatchObject({ file: 'a,b:c%\n.yml' });
  });

  const many = (count: number, rest: Partial<Diagnostic>): Diagnostic[] =>
    Array.from({ length: count }, (_, i) => finding('web', { ...rest, message: `no label "l${i}"` }));

  it('stay within what GitHub shows of a step, the most informative first, and list those without an annotation', () => {
    const findings = [
      ...many(30, { severity: 'info' }),
      ...many(15, { severity: 'warning' }),
      ...many(12, {}),
      finding('up{', { message: 'something else' }),
    ];
    const lines = reportGithub(findings, 'on the page').trimEnd().split('\n');
    const commands = lines.filter((line) => line.startsWith('::')).map(parse);
    const count = (kind: string) => commands.filter(({ command }) => command === kind).length;
    expect([count('error'), count('warning'), count('notice')]).toEqual([10, 10, 10]);
    expect(commands[1]!.message).toBe('something else');
    expect(commands.at(-1)!.message).toBe(
      'GitHub shows 10 annotations of a kind; 3 errors, 5 warnings, 21 infos more are in the log of this step and on the page',
    );
    // Nothing is lost: the rest is below as text.
    expect(lines).toHaveLength(30 + 29);
    expect(lines.at(-1)).toMatch(/^error rules\/web\.yml:2:11: no label "l11" \[syntax\/promql\]$/);
  });

  it('cannot be started by a finding that is written as text, and have an end', () => {
    const odd = many(12, {}).map((each) => ({ ...each, message: '##[error]x\n::error::y' }));
    const lines = reportGithub(odd).trimEnd().split('\n');
    expect(lines.filter((line) => !line.startsWith('::')).join('\n')).not.toMatch(/##\[|^::/m);
    const long = reportGithub([finding('up{', { message: '🔥'.repeat(5000) })]);
    expect(parse(long.trimEnd()).message.length).toBeLessThanOrEqual(4096);
    expect(parse(long.trimEnd()).message).toMatch(/🔥…$/u);
  });

  it('carry a failed run and its places', () => {
    const lines = failureGithub(FAILURE).trimEnd().split('\n').map(parse);
    expect(lines.map(({ command }) => command)).toEqual(['error', 'error']);
    expect(lines[0]!.message).toBe(`${NASTY}\ndo this`);
  });
});

describe('JUnit', () => {
  interface Case {
    '@name': string;
    failure?: { '#text': string };
    error?: unknown;
    skipped?: unknown;
  }
  interface Suite {
    '@name': string;
    '@tests': string;
    '@failures': string;
    testcase: Case[];
  }

  function read(xml: string): Suite[] {
    // eslint-disable-next-line no-control-regex -- what XML 1.0 cannot hold
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      isArray: (name) => name === 'testsuite' || name === 'testcase',
      htmlEntities: true,
    });
    return (parser.parse(xml) as { testsuites: { testsuite: Suite[] } }).testsuites.testsuite;
  }

  it('has a failed case for each finding, with its place and text', () => {
    const [suite] = read(reportJunit(lintResult(...FINDINGS), undefined, { failOn: 'info' }));
    expect(suite).toMatchObject({ '@name': 'rules/web.yml', '@tests': '3', '@failures': '3' });
    const failures = (failOn: 'error' | 'warning' | 'never'): string =>
      read(reportJunit(lintResult(...FINDINGS), undefined, { failOn }))[0]!['@failures'];
    expect([failures('error'), failures('warning'), failures('never')]).toEqual(['1', '2', '0']);
    expect(suite!.testcase[0]!['@name']).toBe('syntax/promql at 5:15');
    expect(suite!.testcase[0]!.failure!['#text']).toContain(
      'rules/web.yml:5:15: %0A::error::x, "quoted" <b>&',
    );
  });

  it('has a passed case where there is no finding: no case at all would count as no report', () => {
    const [suite] = read(reportJunit(lintResult(), undefined));
    expect(suite).toMatchObject({ '@tests': '1', '@failures': '0' });
  });

  it('distinguishes passed, failed and skipped tests, and joins them with findings', () => {
    const suites = read(reportJunit(lintResult(finding('up{')), testRun()));
    expect(suites.map((suite) => suite['@name'])).toEqual(['rules/web.yml', 'fixtures/web.yml']);
    const [failed, passed, skipped] = suites[1]!.testcase;
    expect(failed!.failure!['#text']).toContain('- firing');
    expect(failed!.failure!['#text']).toContain('+ pending');
    expect(passed).not.toHaveProperty('failure');
    expect(skipped).toHaveProperty('skipped');
  });

  it('has an error for a failed run', () => {
    const [suite] = read(reportFailureJunit(FAILURE));
    expect(suite!.testcase[0]).toHaveProperty('error');
  });
});
