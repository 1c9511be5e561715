/** Thrown where a text leaves the subset that the fast parser reads: the full parser decides then. */
export class Bail extends Error {}

let instance: Bail | undefined;

/** Gives up; one instance serves all, as nobody looks at where it came from. */
export function bail(): never {
  throw (instance ??= new Bail());
}
