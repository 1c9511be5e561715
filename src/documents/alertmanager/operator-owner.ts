import type { CrdVersion } from './operator-crd.ts';

/** Whose object it is. */
export interface Owner {
  /** `namespace/object/`, in front of the names that it defines. */
  readonly prefix: string;
  /** undefined: no namespace is enforced. */
  readonly namespace: string | undefined;
  readonly version: CrdVersion;
  /** The object is the Alertmanager's alertmanagerConfiguration: its route is the root. */
  readonly isBase: boolean;
}
