import { dirname, resolve } from 'node:path';
import type { ConfigLayer, RenderCommand } from '../config/layers.ts';
import { EXIT } from '../diagnostics/exit-code.ts';
import { UserError } from '../diagnostics/user-error.ts';
import type { FoundFile } from '../project/discover.ts';
import { ToolError, findProgram, runTool } from '../tools/index.ts';
import { printable } from '../util/printable.ts';
import { userPath } from './io.ts';
import type { Io } from './io.ts';
import { pathFrom } from './relocate.ts';

/** A chart that takes longer than a minute, or prints more than that, is not rendered. */
const LIMITS = { timeoutMs: 60_000, maxOutput: 48 * 1024 * 1024 };

/**
 * Runs the commands of `render:` and returns what each prints, as a file by the name of the command. They are programs that
 * a file names: only those of the very configuration that the command line names run, each as an argument array without a
 * shell, in the folder of that configuration. Program names are looked for where tools are: outside of the working tree.
 *
 * @param named the configuration was named on the command line; otherwise a note says that nothing was run
 * @throws UserError (exit 3) for a command that cannot be run, or that fails
 */
export async function renderedFiles(
  layers: readonly ConfigLayer[],
  named: boolean,
  io: Pick<Io, 'cwd' | 'from' | 'env' | 'stderr'>,
): Promise<FoundFile[]> {
  const own = layers.at(-1);
  const commands = own?.raw.render ?? [];
  if (own === undefined || layers.every(({ raw }) => raw.render === undefined)) return [];
  const file = pathFrom(userPath(io, '.'), own.file);
  if (!named) {
    io.stderr.write(
      printable(
        `note: ${file} configures "render" commands, which run programs: not run without --config ${file}\n`,
      ),
    );
    return [];
  }
  if (layers.slice(0, -1).some(({ raw }) => raw.render !== undefined))
    io.stderr.write(
      printable(`note: "render" of a configuration that ${file} extends is not run: only ${file} is named\n`),
    );
  const folder = dirname(resolve(own.file.base ?? io.cwd, own.file.path));
  const found: FoundFile[] = [];
  for (const command of commands) {
    const path = `<${command.name ?? command.command.join(' ')}>`;
    found.push({ path, text: await output(command, folder, io), named: false });
  }
  return found;
}

/** What a command prints. */
async function output(
  { command, name }: RenderCommand,
  folder: string,
  io: Pick<Io, 'cwd' | 'env'>,
): Promise<string> {
  const [program = '', ...args] = command;
  const shown = name ?? command.join(' ');
  const path = program.includes('/')
    ? resolve(folder, program)
    : await findProgram(program, { env: io.env, cwd: io.cwd });
  if (path === undefined)
    throw new ToolError('tool-missing', `"${shown}" cannot be rendered: no program "${program}" on PATH`, {
      help: 'install it, or remove the command from "render"',
    });
  const result = await runTool(path, args, { cwd: folder, ...LIMITS });
  if (result.status === 'failed')
    throw new ToolError(result.code, `"${shown}" cannot be rendered: ${result.message}`);
  if (result.exitCode === 0) return result.stdout;
  const said = result.stderr.trim().split('\n').slice(-3).join(' / ');
  throw new UserError(
    `"${shown}" ended with exit code ${result.exitCode}${said === '' ? '' : `: ${said}`}`,
    EXIT.failure,
    'run the command by hand in the folder of the configuration',
  );
}
