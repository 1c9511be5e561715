import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { repeated } from './options.ts';

/** The options by which every command reaches a server; shell completion and --help read them here. */
export const connectOptions = {
  tenant: () => new Option('--tenant <id>', 'tenant of Mimir, Cortex, Thanos or Loki (X-Scope-OrgID)'),
  header: () =>
    new Option('--header <name: value>', 'header to add to every request (repeatable)').argParser(repeated),
  tokenFile: () =>
    new Option('--token-file <file>', 'file with a bearer token (or RULECHECK_TOKEN in the environment)'),
  basicAuthFile: () =>
    new Option(
      '--basic-auth-file <file>',
      'file with user:password (or RULECHECK_USER and RULECHECK_PASSWORD)',
    ),
  caFile: () =>
    new Option('--ca-file <file>', 'CA certificates (PEM) to trust instead of those of the system'),
  liveTimeout: () => new Option('--live-timeout <duration>', 'timeout of each request (default: 30s)'),
  liveConcurrency: () =>
    new Option('--live-concurrency <number>', 'maximum number of parallel requests (default: 4)').argParser(
      concurrency,
    ),
};

function concurrency(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number from 1 to 99.');
}

/** The options by which lint asks a server. */
export const liveOptions = {
  prometheus: () =>
    new Option(
      '--prometheus <url>',
      'compare with this server: existing series, cost of rules, past firings',
    ),
  seriesIn: () =>
    new Option('--series-in <duration>', 'period in which a series must have existed (default: 7d)'),
  firedIn: () => new Option('--fired-in <duration>', 'period in which firings are counted (default: 1d)'),
  checkLinks: () =>
    new Option(
      '--check-links <prefix>',
      'open web addresses of alerts below this one (repeatable)',
    ).argParser(repeated),
};
