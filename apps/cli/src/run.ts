import { isDomainError, type DomainError } from '@chedun/kernel';
import { CommanderError, type Command } from 'commander';
import { languageOf, type Context, type ExitCode } from './context.ts';
import { messageOf } from './errors.ts';
import { buildProgram } from './program.ts';
import { errorText, loadTexts, reportOf } from './report.ts';

const everyCommand = (command: Command): Command[] => [command, ...command.commands.flatMap(everyCommand)];

/** Makes wrong use with --json an object like any other error. */
const tellUseAsJson = (program: Command): void => {
  const outputError = (text: string, print: (text: string) => void): void => {
    const reason = text.trim().replace(/^error: /, '');
    print(`${JSON.stringify({ error: { code: 'cli.use', reason } })}\n`);
  };
  for (const command of everyCommand(program)) command.configureOutput({ outputError }).showHelpAfterError(false);
};

const tellError = async (error: DomainError, context: Context, json: boolean): Promise<void> => {
  const texts = await loadTexts();
  context.note(json ? JSON.stringify({ error: reportOf(error, texts) }) : errorText(error, context.language, texts));
};

const write = (bytes: Uint8Array): Promise<void> =>
  new Promise((done, failed) => {
    process.stdout.write(bytes, (error) => (error ? failed(error) : done()));
  });

/** Runs the command that these words name and answers how it ended. */
export const runWords = async (
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<ExitCode> => {
  let code: ExitCode = 0;
  const context: Context = {
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    cwd: process.cwd(),
    env,
    language: languageOf(words, env),
    stdin: process.stdin,
    print: (text) => console.log(text),
    write,
    note: (text) => console.error(text),
    end: async (running) => {
      code = await running;
    },
  };
  // Who reads our output may stop early, as `head` does.
  process.stdout.on('error', () => process.exit(code));
  const json = words.includes('--json');
  const program = await buildProgram(context, words);
  if (json) tellUseAsJson(program);
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (isDomainError(error)) await tellError(error, context, json);
    else console.error(`chedun: ${messageOf(error)}`);
    return 2;
  }
};
