import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Logger } from '@chedun/log';
import { typesettingError } from './errors.ts';
import { MOST_LAYOUT_BYTES, MOST_ROWS, printable, rowsOf, withTexts } from './layout.ts';
import { residentBytes } from './memory.ts';
import type { Answer, TypesetOrder } from './order.ts';

/** Makes documents in a process of their own. */
export interface Typesetter {
  /**
   * The same order gives the same bytes. PDFs are PDF/A-3b (ISO 19005-3) with `embedded` as `form.json` inside. Throws
   * `typesetting.too-large`, `typesetting.busy`, `typesetting.exhausted` (time or memory), `typesetting.failed`.
   */
  readonly typeset: (order: TypesetOrder) => Promise<Uint8Array>;
  /** Process id while there is a process. */
  readonly pid: () => number | undefined;
  /** Ends the process; what waits is refused. */
  readonly close: () => Promise<void>;
}

/** How much one document may take, and how long the process stays without work. */
export interface TypesetterLimits {
  readonly memoryMb: number;
  readonly documentMs: number;
  readonly idleMs: number;
  readonly waiting: number;
}

const LIMITS: TypesetterLimits = { memoryMb: 900, documentMs: 60_000, idleMs: 300_000, waiting: 64 };
const LOOK_MS = 100;
const MAIN = new URL('./process/main.ts', import.meta.url);

interface Job {
  readonly order: TypesetOrder;
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

const launch = (log: Pick<Logger, 'debug'>, memoryMb: number): ChildProcess => {
  const child = fork(fileURLToPath(MAIN), [], {
    serialization: 'advanced',
    execArgv: [`--max-old-space-size=${Math.ceil(memoryMb / 2)}`],
    // Nothing of the environment but what a process needs: no settings, no secrets.
    env: { PATH: '/usr/bin:/bin', TZ: 'UTC', LANG: 'C.UTF-8' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  // Spawning that fails is an exit of the process to us.
  child.on('error', () => undefined);
  child.stderr?.on('data', (words: Buffer) =>
    log.debug('typesetting process', { line: words.toString().slice(0, 500) }),
  );
  return child;
};

const checked = (order: TypesetOrder): TypesetOrder => {
  const layout = withTexts(order.layout, printable);
  const bytes = Buffer.byteLength(JSON.stringify(layout));
  if (bytes > MOST_LAYOUT_BYTES || rowsOf(layout) > MOST_ROWS)
    throw typesettingError('typesetting.too-large', { reason: `${bytes} bytes, ${rowsOf(layout)} rows` });
  return { ...order, layout };
};

/** What became of a process: it goes on, it had to be ended, or it was found dead and the job is still open. */
type Ending = 'lives' | 'ended' | 'found dead';

/** Runs one job on a process; settles it, unless the process is found dead. */
const run = (child: ChildProcess, id: number, job: Job, limits: TypesetterLimits): Promise<Ending> =>
  new Promise((done) => {
    const end = (ending: Ending): void => {
      clearInterval(look);
      clearTimeout(late);
      child.off('message', hear);
      child.off('exit', gone);
      done(ending);
    };
    const giveUp = (reason: string): void => {
      job.reject(typesettingError('typesetting.exhausted', { reason }));
      end('ended');
    };
    const hear = (answer: Answer): void => {
      if (answer.id !== id) return;
      if (answer.kind === 'done') job.resolve(answer.bytes);
      else job.reject(typesettingError('typesetting.failed', { reason: answer.reason }));
      end('lives');
    };
    const gone = (): void => end('found dead');
    const look = setInterval(() => {
      const held = child.pid === undefined ? undefined : residentBytes(child.pid);
      if (held !== undefined && held > limits.memoryMb * 1024 * 1024) giveUp('memory');
    }, LOOK_MS);
    const late = setTimeout(() => giveUp('time'), limits.documentMs);
    child.on('message', hear);
    child.once('exit', gone);
    try {
      child.send({ id, order: job.order }, (error) => {
        if (error !== null) gone();
      });
    } catch (error) {
      // What cannot even be told to a process fails its document, never the queue.
      job.reject(typesettingError('typesetting.failed', { reason: String(error) }));
      end('lives');
    }
  });

/** The one process, hired when there is work. */
const openStaff = (log: Pick<Logger, 'debug'>, limits: TypesetterLimits) => {
  let child: ChildProcess | undefined;
  let count = 0;
  const isAlive = (one: ChildProcess | undefined): one is ChildProcess =>
    one?.exitCode === null && one.signalCode === null;
  const dismiss = (): void => {
    child?.removeAllListeners();
    child?.kill('SIGKILL');
    child = undefined;
  };
  const once = async (job: Job): Promise<Ending> => {
    count += 1;
    const one = isAlive(child) ? child : launch(log, limits.memoryMb);
    child = one;
    const ending = await run(one, count, job, limits);
    if (ending !== 'lives') dismiss();
    return ending;
  };
  return {
    /** A process that died for itself, or was killed, gets one successor; a document that kills two is to blame. */
    attempt: async (job: Job): Promise<void> => {
      if ((await once(job)) !== 'found dead' || (await once(job)) !== 'found dead') return;
      job.reject(typesettingError('typesetting.exhausted', { reason: 'the process ended' }));
    },
    dismiss,
    /** Lets the server end although the process is there. */
    rest: (): void => {
      child?.unref();
      child?.channel?.unref();
    },
    pid: () => child?.pid,
    end: async (): Promise<void> => {
      const last = child;
      if (!isAlive(last)) return;
      const ended = new Promise((resolve) => {
        last.once('exit', resolve);
      });
      last.ref();
      last.kill('SIGKILL');
      await ended;
    },
  };
};

/** Opens a typesetter. Nothing is started or loaded before the first document. */
export const openTypesetter = (log: Pick<Logger, 'debug'>, changed: Partial<TypesetterLimits> = {}): Typesetter => {
  const limits = { ...LIMITS, ...changed };
  const staff = openStaff(log, limits);
  const queue: Job[] = [];
  let idle: NodeJS.Timeout | undefined;
  let isBusy = false;
  let isClosed = false;

  const work = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    clearTimeout(idle);
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) await staff.attempt(job);
    isBusy = false;
    // Whoever closes waits for the end of the process, which must not be let out of sight then.
    if (isClosed) return;
    staff.rest();
    idle = setTimeout(staff.dismiss, limits.idleMs).unref();
  };
  return {
    typeset: async (order) => {
      const wanted = checked(order);
      if (isClosed || queue.length >= limits.waiting) throw typesettingError('typesetting.busy');
      return new Promise((resolve, reject) => {
        queue.push({ order: wanted, resolve, reject });
        void work();
      });
    },
    pid: staff.pid,
    close: async () => {
      isClosed = true;
      clearTimeout(idle);
      for (const job of queue.splice(0)) job.reject(typesettingError('typesetting.busy'));
      await staff.end();
    },
  };
};
