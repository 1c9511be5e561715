/** Where the compiled validator is written. */
export const VALIDATOR: string;
/** The first line of a validator that belongs to the schema as it is checked in. */
export function validatorHeader(): string;
/** Compiles the schema where that has not been done yet. */
export function ensureValidator(): void;
