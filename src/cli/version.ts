import pkg from '../../package.json' with { type: 'json' };

/** rulecheck's own version. */
export const version: string = pkg.version;
