import { Fields } from '../../documents/fields.ts';
import type { Located } from '../../documents/fields.ts';
import type { TestIssueSink } from '../../documents/test-issue.ts';
import { RFC3339_NANO } from '../../go/time/layout.ts';
import { parseTime } from '../../go/time/parse.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { oneOf } from '../scenario/one-of.ts';
import type {
  EntryMatch,
  MapMatch,
  PipelineAssertion,
  PipelineEntry,
  PipelineInput,
  PipelineTest,
} from './types.ts';

/** Go's zero time, the first moment of the year 1. */
const ZERO_TIME = -62_135_596_800_000_000_000n;

/** Decodes a pipeline test of Alloy (`config`, `inputs.loki`, `assert.loki`). Faults become issues. */
export function decodePipelineTest(
  root: YamlNode,
  file: SourceFile,
  issues: TestIssueSink,
): PipelineTest | undefined {
  const fields = Fields.of(root, 'a pipeline test', ['config', 'inputs', 'assert'], issues);
  const config = fields === undefined ? undefined : configOf(fields, issues);
  if (fields === undefined || config === undefined) return undefined;
  const inputs = lokiItems(fields, 'inputs', issues).map((node) => inputOf(node, issues));
  const assertions = lokiItems(fields, 'assert', issues).flatMap((node) => assertionOf(node, issues) ?? []);
  if (assertions.length === 0)
    issues({
      code: 'empty-expectation',
      message: 'this pipeline test has no assertion, so it cannot fail',
      help: 'add assert: { loki: [{ type: count, count: 1 }] }',
      range: fields.anchor,
    });
  return { name: nameOf(file), file, range: fields.anchor, config, inputs, assertions };
}

/** Alloy's own tests are called by their folder: tests/loki-pipeline/test.yaml. */
function nameOf({ path }: SourceFile): string {
  const [name = '', folder] = path.split('/').reverse();
  const plain = name.replace(/\.ya?ml$/, '');
  return plain === 'test' && folder !== undefined ? folder : plain;
}

function configOf(fields: Fields, issues: TestIssueSink): PipelineTest['config'] | undefined {
  const raw = fields.raw('config');
  if (raw?.kind !== 'map') {
    const text = fields.string('config');
    return text === undefined ? undefined : { text };
  }
  const path = Fields.of(raw, '"config"', ['path'], issues)?.string('path');
  if (path === undefined)
    issues({
      code: 'missing-key',
      message: '"config" has no "path"',
      help: 'write the configuration as a text, or add path: config.alloy',
      range: raw.range,
    });
  return path === undefined ? undefined : { path };
}

/** The list of `inputs.loki` or `assert.loki`. */
function lokiItems(fields: Fields, key: string, issues: TestIssueSink): readonly YamlNode[] {
  const map = fields.map(key);
  if (map === undefined) return [];
  return Fields.of(map, `"${key}"`, ['loki'], issues)?.seq('loki')?.items ?? [];
}

function inputOf(node: YamlNode, issues: TestIssueSink): PipelineInput {
  const fields = Fields.of(node, 'an input', ['components', 'entries'], issues);
  const entries = (fields?.seq('entries')?.items ?? []).flatMap((item) => entryOf(item, issues) ?? []);
  const components = fields?.has('components') === true ? fields.strings('components') : [];
  if (fields !== undefined && entries.length > 0 && components.length === 0)
    issues({
      code: 'missing-key',
      message: 'this input has entries but names no receiver in "components"',
      help: 'add components: [loki.process.app.receiver]',
      range: fields.anchor,
    });
  return { components, entries };
}

function entryOf(node: YamlNode, issues: TestIssueSink): PipelineEntry | undefined {
  const keys = ['labels', 'line', 'timestamp', 'structured_metadata'];
  const fields = Fields.of(node, 'an entry', keys, issues);
  if (fields === undefined) return undefined;
  return {
    labels: textsOf(fields, 'labels'),
    metadata: textsOf(fields, 'structured_metadata'),
    line: fields.string('line')?.value ?? '',
    timestamp: timeOf(fields.string('timestamp'), issues) ?? ZERO_TIME,
  };
}

const textsOf = (fields: Fields, key: string): Map<string, string> =>
  new Map(fields.has(key) ? fields.keyValues(key).map(({ name, value }) => [name, value] as const) : []);

function timeOf(text: Located<string> | undefined, issues: TestIssueSink): bigint | undefined {
  if (text === undefined || text.value === '') return undefined;
  const time = parseTime(RFC3339_NANO, text.value);
  if (time !== undefined) return time.nanos;
  issues({
    code: 'bad-value',
    message: `"${text.value}" is not a timestamp`,
    help: 'write it as 2026-01-31T12:00:00Z',
    range: text.range,
  });
  return undefined;
}

function assertionOf(node: YamlNode, issues: TestIssueSink): PipelineAssertion | undefined {
  const fields = Fields.of(node, 'an assertion', ['type', 'count', 'match'], issues);
  if (fields === undefined) return undefined;
  const type = oneOf(fields, 'type', ['count', 'contains'], issues)?.value;
  const map = fields.map('match');
  const match = map === undefined ? {} : matchOf(map, issues);
  const refuse = (message: string, help: string): PipelineAssertion | undefined => {
    issues({ code: 'missing-key', message, help, range: fields.anchor });
    return undefined;
  };
  if (type === 'contains')
    return Object.keys(match).length > 0
      ? { type, match, range: fields.node.range }
      : refuse('"contains" has no "match", so it would accept any entry', 'add match: { line: "..." }');
  const count = fields.number('count')?.value;
  if (type === undefined && fields.has('type')) return undefined;
  if (type === undefined) return refuse('an assertion has no "type"', 'add type: count or type: contains');
  return count === undefined
    ? refuse('this assertion has no "count"', 'add the number of entries that must arrive: count: 2')
    : { type, count, match, range: fields.node.range };
}

function matchOf(node: YamlNode, issues: TestIssueSink): EntryMatch {
  const keys = ['line', 'timestamp', 'labels', 'structured_metadata'];
  const fields = Fields.of(node, '"match"', keys, issues);
  if (fields === undefined) return {};
  const line = fields.string('line')?.value;
  const timestamp = timeOf(fields.string('timestamp'), issues);
  const labels = mapMatch(fields, 'labels', issues);
  const metadata = mapMatch(fields, 'structured_metadata', issues);
  return {
    // Empty values are not compared, as in Alloy.
    ...(line === undefined || line === '' ? {} : { line }),
    ...(timestamp === undefined ? {} : { timestamp }),
    ...(labels === undefined ? {} : { labels }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

function mapMatch(fields: Fields, key: string, issues: TestIssueSink): MapMatch | undefined {
  const map = fields.map(key);
  const own = map === undefined ? undefined : Fields.of(map, `"${key}"`, ['mode', 'values'], issues);
  if (own === undefined) return undefined;
  const mode = oneOf(own, 'mode', ['exact', 'partial'], issues)?.value;
  const values = textsOf(own, 'values');
  return values.size === 0 ? undefined : { partial: mode === 'partial', values };
}
