/** The programs that rulecheck asks for a second answer. */
export type ToolName = 'promtool' | 'amtool';

export const TOOL_NAMES: readonly ToolName[] = ['promtool', 'amtool'];

/** Where a tool comes from: the upstream project, and the Debian package that carries it in each suite. */
export interface ToolSource {
  readonly project: 'prometheus' | 'alertmanager';
  /** The upstream release that `tools install` takes when no version is asked for. */
  readonly defaultRelease: string;
  readonly debianPackage: Readonly<Record<DebianSuite, string>>;
}

export type DebianSuite = 'sid' | 'bookworm';

export const TOOL_SOURCES: Readonly<Record<ToolName, ToolSource>> = {
  promtool: {
    project: 'prometheus',
    defaultRelease: '3.5.3',
    // Debian split promtool out of the prometheus package after bookworm.
    debianPackage: { sid: 'promtool', bookworm: 'prometheus' },
  },
  amtool: {
    project: 'alertmanager',
    defaultRelease: '0.33.1',
    debianPackage: { sid: 'prometheus-alertmanager', bookworm: 'prometheus-alertmanager' },
  },
};

/** The environment variable that names a tool's executable and goes before PATH and the cache. */
export const TOOL_VARIABLES: Readonly<Record<ToolName, string>> = {
  promtool: 'RULECHECK_PROMTOOL',
  amtool: 'RULECHECK_AMTOOL',
};

/** The one command that brings every missing tool. */
export const INSTALL_COMMAND = 'rulecheck tools install';
