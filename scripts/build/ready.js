// `node --import ./scripts/build/ready.js`: a script that imports the program finds the compiled validator also where
// nothing was built yet, as after `npm ci --ignore-scripts`.
import { ensureValidator } from './ensure-validator.js';

ensureValidator();
