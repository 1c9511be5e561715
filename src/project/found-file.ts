import type { Reached } from './bounds.ts';

/** One file's content, or why it could not be had. */
export interface FoundFile {
  /** Relative to the project's root, forward slashes. */
  readonly path: string;
  /** The project's root (absolute); undefined: the text is not a file of a folder. */
  readonly base?: string;
  readonly text: string;
  /** Named on the command line, not found in a folder. */
  readonly named: boolean;
  /** Read only because what was asked for links to it: nothing is said of the file itself. */
  readonly context?: true;
  /** A file of the project that is not among those to report on: it is known, and findings in it are left out. */
  readonly unreported?: true;
  /** The tool whose alerting this seems to be, in a form that rulecheck does not read. */
  readonly foreign?: string;
  /** The configuration of a project inside this one, which everything below its folder belongs to. */
  readonly nested?: true;
  /** Not all of the project was searched, because it is larger than this. */
  readonly cut?: Reached;
  readonly problem?: 'binary' | 'not-utf8' | 'too-large' | 'outside';
  /** Of a CODEOWNERS file: the working directory's path from where its patterns start. */
  readonly ownersBelow?: string;
}
