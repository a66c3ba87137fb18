// Entry of the server. Compiled code is kept from one start to the next, which halves the time that a start takes.
import { enableCompileCache, flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

const FLUSH_AFTER_MS = 30_000;

// Where the folder cannot be written the server starts all the same, only later.
const { directory } = enableCompileCache(
  fileURLToPath(new URL('../../../node_modules/.cache/chedun', import.meta.url)),
);
// Worker threads and the event store take it from here.
if (directory !== undefined) process.env['NODE_COMPILE_CACHE'] ??= directory;
// A process that is killed leaves nothing behind by itself.
setTimeout(flushCompileCache, FLUSH_AFTER_MS).unref();
const { runServer } = await import('./run.ts');
await runServer(process.env);
