import pkg from '../../package.json' with { type: 'json' };

/** rulecheck's own version. */
export const version: string = pkg.version;

/** The build writes the hash of the whole program here. */
const BUILT = '__RULECHECK_BUILD__';

/** What identifies this build, also among builds of the same version; undefined: it runs from its sources. */
export const build: string | undefined = /^[0-9a-f]{64}$/.test(BUILT) ? BUILT : undefined;
