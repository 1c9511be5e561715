import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const TRAINING = fileURLToPath(new URL('train.js', import.meta.url));

/**
 * Keeps beside the program what V8 has compiled of it after a few typical runs. It is of use for this version of Node
 * on this kind of machine only; without it, all is as before but slower to start.
 *
 * @param folder where the built program lies
 */
export function keepCompiledCode(folder) {
  // A process of its own: the flags and the age of this one must not colour what is kept.
  const { status, stderr } = spawnSync(process.execPath, [TRAINING, folder], { encoding: 'utf8' });
  if (status !== 0) console.warn(`the compiled code was not kept; the program starts slower\n${stderr}`);
}
