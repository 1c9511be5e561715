import { InvalidArgumentError, Option } from '@commander-js/extra-typings';

/** The options by which every command reaches a server; shell completion and --help read them here. */
export const connectOptions = {
  tenant: () => new Option('--tenant <id>', 'tenant of Mimir, Cortex, Thanos or Loki (X-Scope-OrgID)'),
  header: () =>
    new Option('--header <name: value>', 'header of every request; may be given several times').argParser(
      (text: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), text],
    ),
  tokenFile: () => new Option('--token-file <file>', 'bearer token (or RULECHECK_TOKEN in the environment)'),
  basicAuthFile: () =>
    new Option('--basic-auth-file <file>', 'user:password (or RULECHECK_USER and RULECHECK_PASSWORD)'),
  caFile: () =>
    new Option('--ca-file <file>', 'certificates (PEM) to believe in place of those of the system'),
  liveTimeout: () => new Option('--live-timeout <duration>', 'time for each question (default: 30s)'),
  liveConcurrency: () =>
    new Option('--live-concurrency <number>', 'questions at the same time (default: 4)').argParser(
      concurrency,
    ),
};

function concurrency(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is not a whole number from 1 to 99.');
}
