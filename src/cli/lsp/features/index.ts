import type { Feature } from './feature.ts';
import { fixes } from './fixes.ts';
import { navigation } from './navigation.ts';
import { reading } from './reading.ts';
import { structure } from './structure.ts';

/** Everything that the server can do. */
export const FEATURES: readonly Feature[] = [reading, navigation, fixes, structure];
