/** How rule files are found and read; the command line hands in the file system. */
export interface RuleFileReader {
  /** Absolute paths that a pattern names, relative to a folder, as Go's filepath.Glob. */
  readonly glob: (pattern: string, folder: string) => Promise<readonly string[]>;
  readonly read: (path: string) => Promise<string>;
}
