import { didYouMeanText } from '../../util/did-you-mean.ts';
import { parseDurationMs } from '../../go/durations/prometheus-duration.ts';
import { describeType } from '../../yaml/node.ts';
import type { ScalarNode, YamlNode } from '../../yaml/node.ts';
import { badDuration } from '../fields.ts';
import type { DecodeContext } from './context.ts';
import { goBool, goNumber, parseGoDurationMs } from './scalars.ts';
import type { FieldType } from './schema/field.ts';
import { addressFault, httpUrlFault, parseGoUrl } from './url.ts';
import { isBefore } from './version.ts';

export type ScalarType = Exclude<FieldType, { kind: 'any' | 'section' | 'text-or-section' | 'list' | 'map' }>;

/** What a scalar type wants, for messages. */
export function wantedScalar(type: ScalarType): string {
  switch (type.kind) {
    case 'bool':
      return 'true or false';
    case 'int':
    case 'uint':
    case 'float':
      return 'a number';
    default:
      return 'a string';
  }
}

export function wrongType(node: YamlNode, what: string, expected: string, context: DecodeContext): void {
  const braces = node.kind === 'map' && /string/.test(expected);
  context.report.error(
    'wrong-type',
    node.range,
    `${what} must be ${expected}, but this is ${describeType(node)}`,
    {
      ...(braces ? { help: 'a value that starts with "{" needs quotes' } : {}),
    },
  );
}

/** Checks a scalar that is not empty against its type. */
export function checkScalar(node: ScalarNode, type: ScalarType, what: string, context: DecodeContext): void {
  const { report } = context;
  switch (type.kind) {
    case 'string':
    case 'secret':
    case 'file':
    case 'template':
      return;
    case 'bool':
      if (goBool(node) === undefined) wrongType(node, what, 'true or false, without quotes', context);
      return;
    case 'int':
    case 'uint':
      checkInteger(node, type.kind === 'uint', what, context);
      return;
    case 'float':
      if (goNumber(node) === undefined) wrongType(node, what, 'a number', context);
      return;
    case 'enum':
      checkEnum(node, type.values, what, context);
      return;
    case 'duration':
      if (parseDurationMs(node.text) === undefined) {
        const { message, help } = badDuration(node.text, node.range, what);
        report.error('bad-duration', node.range, message, help === undefined ? {} : { help });
      }
      return;
    case 'go-duration':
    case 'go-duration-text':
      checkGoDuration(node, type.kind === 'go-duration', what, context);
      return;
    case 'url':
      badUrl(node, httpUrlFault(node.text), what, context);
      return;
    case 'secret-url':
      if (node.text !== '<secret>') badUrl(node, httpUrlFault(node.text), what, context);
      return;
    case 'any-url': {
      const parsed = parseGoUrl(node.text);
      badUrl(node, parsed.ok ? undefined : parsed.reason, what, context);
      return;
    }
    case 'template-url':
      checkTemplateUrl(node, what, context);
      return;
    case 'address':
      checkAddress(node, what, context);
      return;
  }
}

function checkInteger(node: ScalarNode, positive: boolean, what: string, context: DecodeContext): void {
  const value = goNumber(node);
  if (value === undefined) {
    wrongType(node, what, 'a whole number, without quotes', context);
    return;
  }
  // Go: 64 bits, with a sign where negative numbers may be.
  const limit = positive ? 2 ** 64 : 2 ** 63;
  if (value >= limit || value < -limit) {
    context.report.error(
      'bad-value',
      node.range,
      `${what} is ${node.text}, which does not fit into 64 bits`,
      {
        help: 'write a smaller number',
      },
    );
    return;
  }
  if (positive && value < 0) {
    context.report.error('bad-value', node.range, `${what} is ${node.text}, but cannot be negative`, {
      help: 'use 0 for no limit',
    });
  }
}

function checkEnum(node: ScalarNode, values: readonly string[], what: string, context: DecodeContext): void {
  if (values.includes(node.text)) return;
  const names = values.filter((value) => value !== '');
  context.report.error(
    'bad-value',
    node.range,
    `${what} is "${node.text}", which is not one of ${names.join(', ')}${didYouMeanText(node.text, names)}`,
    { help: 'the spelling must match exactly, including case' },
  );
}

function checkGoDuration(node: ScalarNode, numbers: boolean, what: string, context: DecodeContext): void {
  if (parseGoDurationMs(node.text) !== undefined) return;
  const number = numbers ? goNumber(node) : undefined;
  if (number !== undefined && Math.abs(number) < 2 ** 63) {
    context.report.warning(
      'bad-duration',
      node.range,
      `${what} is ${node.text} without a unit, which means nanoseconds`,
      {
        help: `write ${node.text}s for seconds`,
      },
    );
    return;
  }
  context.report.error(
    'bad-duration',
    node.range,
    `${what} is "${node.text}", which is not a valid Go duration`,
    {
      help: 'use numbers with the units h, m, s, ms: 1m30s; days (d) are not supported here',
    },
  );
}

function badUrl(node: ScalarNode, fault: string | undefined, what: string, context: DecodeContext): void {
  if (fault === undefined) return;
  context.report.error('bad-url', node.range, `${what} is not a URL: ${fault}`, {
    help: unreplaced(node.text) ?? 'write the full URL, https://host/path; keep a secret text in a file',
  });
}

/** Versions before 0.31 know no templates in webhook URLs. */
function checkTemplateUrl(node: ScalarNode, what: string, context: DecodeContext): void {
  const templated = !isBefore(context.version, '0.31');
  const secretWord = !isBefore(context.version, '0.26') && node.text === '<secret>';
  if (secretWord || (templated && node.text === '')) return;
  if (!templated || !node.text.includes('{{')) {
    badUrl(node, httpUrlFault(node.text), what, context);
    return;
  }
  const fault = context.templateFault(node.text);
  if (fault !== undefined) {
    context.report.error('bad-template', node.range, `${what} is not a valid template: ${fault}`, {
      help: 'check the braces and the function names',
    });
  }
}

function checkAddress(node: ScalarNode, what: string, context: DecodeContext): void {
  if (node.text === '') return;
  const fault = addressFault(node.text);
  if (fault !== undefined) {
    context.report.error(
      'bad-address',
      node.range,
      `${what} is "${node.text}", which is not host:port: ${fault}`,
      {
        help: unreplaced(node.text) ?? 'use host and port: smtp.example.com:587',
      },
    );
    return;
  }
  const port = node.text.slice(node.text.lastIndexOf(':') + 1);
  if (!/^\d+$/.test(port) || Number(port) > 65_535) {
    context.report.warning(
      'bad-address',
      node.range,
      `${what} has the port "${port}", which is not a usable port`,
      {
        why: 'Alertmanager accepts the configuration, but every e-mail fails',
        help: 'use a port number such as 587',
      },
    );
  }
}

/** What to do about `${SLACK_URL}`, which many take for something that Alertmanager knows. */
function unreplaced(text: string): string | undefined {
  const variable = /\$\{?[A-Za-z_]\w*\}?/.exec(text)?.[0];
  if (variable === undefined) return undefined;
  return `Alertmanager does not expand variables such as ${variable}: substitute it before deployment (envsubst), and check the result`;
}
