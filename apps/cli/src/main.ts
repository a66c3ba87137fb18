import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Without it, half of a short command is spent on stripping types. A folder that cannot be written is no error.
enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/chedun', import.meta.url)));
const { runWords } = await import('./run.ts');
process.exitCode = await runWords(process.argv.slice(2), process.env);
