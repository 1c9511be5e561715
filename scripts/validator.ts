// Writes the configuration's validator alone; the build calls it.
import { CHECKS } from '../src/checks/index.generated.ts';
import { schemaSources } from '../src/checks/schema-sources.ts';
import { writeValidator } from './generate/validator.ts';

await writeValidator(schemaSources(CHECKS));
