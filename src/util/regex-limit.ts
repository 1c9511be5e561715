/** The longest regular expression that is compiled: RE2 takes seconds for longer ones. */
export const MAX_REGEX_LENGTH = 500_000;
