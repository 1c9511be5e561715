import { ALERTMANAGER_VERSIONS } from '../config/types.ts';
import type { ProjectSettings } from '../config/types.ts';
import { lineOf } from '../releases/index.ts';
import type { ProductName } from '../releases/index.ts';
import { LOKI_RELEASES } from '../util/loki-release.ts';

/**
 * The settings of a project with another release of one product; undefined where rulecheck has no semantics for it.
 *
 * @param version `2.53`, `3.5.3`; a patch counts as its release line
 */
export function withRelease(
  settings: ProjectSettings,
  product: ProductName,
  version: string,
): ProjectSettings | undefined {
  const line = lineOf(version);
  switch (product) {
    case 'prometheus': {
      const major = line.startsWith('2.') ? 2 : 3;
      return { ...settings, prometheus: { ...settings.prometheus, version: major, release: line } };
    }
    case 'alertmanager': {
      const known = ALERTMANAGER_VERSIONS.find((each) => each === line);
      if (known === undefined) return undefined;
      return {
        ...settings,
        alertmanager: { ...settings.alertmanager, version: known, unknownRelease: undefined },
      };
    }
    case 'loki': {
      const known = LOKI_RELEASES.find((each) => each === line);
      return known === undefined ? undefined : { ...settings, loki: { ...settings.loki, version: known } };
    }
  }
}
