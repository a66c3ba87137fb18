// Entry of the server. Compiled code is kept from one start to the next, which halves the time that a start takes.
import { enableCompileCache, flushCompileCache } from 'node:module';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { joinedCode } from '@chedun/joined';

const FLUSH_AFTER_MS = 30_000;

/** On fewer cores the helpers of the collection of young garbage take their time from the threads that they help. */
const CORES_FOR_HELPERS = 4;
if (availableParallelism() < CORES_FOR_HELPERS) setFlagsFromString('--no-parallel-scavenge');
// Old garbage may grow as large as what lives before it is looked for. Buffers count towards it, and with less room every two
// seconds of logs cost a walk over all objects.
setFlagsFromString('--heap-growing-percent=100');

// Where the folder cannot be written the server starts all the same, only later.
const { directory } = enableCompileCache(
  fileURLToPath(new URL('../../../node_modules/.cache/chedun', import.meta.url)),
);
// Worker threads and the event store take it from here.
if (directory !== undefined) process.env['NODE_COMPILE_CACHE'] ??= directory;
// A process that is killed leaves nothing behind by itself.
setTimeout(flushCompileCache, FLUSH_AFTER_MS).unref();
const { runServer } = (await import(joinedCode('server') ?? './run.ts')) as {
  readonly runServer: (env: NodeJS.ProcessEnv) => Promise<void>;
};
await runServer(process.env);
