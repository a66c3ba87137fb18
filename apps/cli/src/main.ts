import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { joinedCode } from '@chedun/joined';

// Without it, half of a short command is spent on stripping types. A folder that cannot be written is no error.
enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/chedun', import.meta.url)));
const { runWords } = (await import(joinedCode('cli') ?? './run.ts')) as {
  readonly runWords: (words: readonly string[], env: NodeJS.ProcessEnv) => Promise<number>;
};
process.exitCode = await runWords(process.argv.slice(2), process.env);
