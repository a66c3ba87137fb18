import { Session } from 'chdb';
import { quoted } from './quote.ts';

/** What the engine is started with. The working folder of the process must be `folder`. */
export interface EngineOptions {
  /** Folder of the database files. */
  readonly folder: string;
  /** Cap of everything that the engine allocates, in bytes. */
  readonly memoryBytes: number;
  /** Queries that run at the same time; more wait. */
  readonly readers: number;
}

/** One read: SQL from our own builders, values only as parameters. */
interface Read {
  readonly sql: string;
  readonly format: string;
  readonly params: ReadonlyMap<string, string>;
  readonly settings: Readonly<Record<string, number>>;
  /** Where the rows are: `table`, or `files` of the cold tier, for which the engine wants a weaker form of readonly. */
  readonly from: 'table' | 'files';
}

/** chDB in this process: one writer session, and a fresh limited session for every read. */
export interface Engine {
  readonly write: (sql: string) => Promise<void>;
  /** Result bytes, in pieces where the format is one line a row. */
  readonly read: (read: Read) => AsyncIterable<Uint8Array>;
  /** Waits for running statements, then releases the folder. */
  readonly close: () => Promise<void>;
}

/** Queries that may wait for a reader; more are refused with `busy`. */
const MAX_WAITING_READS = 64;

/** Thrown when {@link MAX_WAITING_READS} is exceeded. */
export class BusyError extends Error {}

const LINE_FORMATS = new Set(['JSONEachRow', 'JSONCompactEachRow', 'TabSeparated', 'CSV', 'TSV']);
// chDB streams nothing else, EXPLAIN for example.
const STREAMED = /^\s*(?:SELECT|WITH)\b/i;

const engineArguments = ({ memoryBytes }: EngineOptions): string[] => [
  `--max_server_memory_usage=${memoryBytes}`,
  `--mark_cache_size=${Math.floor(memoryBytes / 16)}`,
  `--index_mark_cache_size=${Math.floor(memoryBytes / 32)}`,
  `--uncompressed_cache_size=0`,
  `--background_pool_size=1`,
  `--background_schedule_pool_size=1`,
];

const semaphore = (places: number) => {
  let free = places;
  const waiting: (() => void)[] = [];
  return {
    enter: async (): Promise<void> => {
      if (free > 0) {
        free -= 1;
        return;
      }
      if (waiting.length >= MAX_WAITING_READS) throw new BusyError('too many queries are waiting');
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    },
    leave: (): void => {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
};

// Parameters go in by SET and not by queryBindAsync, which runs all bound queries of a process one after the other.
// readonly comes last: from then on neither settings nor limits can be changed.
const prepare = async (session: Session, read: Read): Promise<void> => {
  const assignments = [
    ...Object.entries(read.settings).map(([name, value]) => `${name} = ${value}`),
    "result_overflow_mode = 'throw'",
    'output_format_json_quote_64bit_integers = 0',
    ...[...read.params].map(([name, value]) => `${name} = ${quoted(value)}`),
  ];
  await session.queryAsync(`SET ${assignments.join(', ')}`);
  await session.queryAsync(`SET readonly = ${read.from === 'files' ? 2 : 1}`);
};

/** Opens the database. Throws what chDB throws; code 76 in the message means that another process holds the folder. */
export const openEngine = (options: EngineOptions): Engine => {
  const connectionArgs = engineArguments(options);
  const openSession = (): Session => new Session(options.folder, { connectionArgs });
  const writer = openSession();
  const readers = semaphore(options.readers);
  const running = new Set<Promise<unknown>>();
  let lastWrite: Promise<unknown> = Promise.resolve();

  const track = <T>(work: Promise<T>): Promise<T> => {
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    running.add(settled);
    void settled.then(() => running.delete(settled));
    return work;
  };

  const read = async function* (request: Read): AsyncIterable<Uint8Array> {
    await readers.enter();
    const session = openSession();
    try {
      await track(prepare(session, request));
      if (LINE_FORMATS.has(request.format) && STREAMED.test(request.sql)) {
        for await (const chunk of session.queryStream(request.sql, { format: request.format })) yield chunk.raw();
      } else {
        yield (await track(session.queryAsync(request.sql, { format: request.format }))).bytes();
      }
    } finally {
      session.close();
      readers.leave();
    }
  };

  return {
    write: (sql) => {
      const next = lastWrite.then(() => writer.queryAsync(sql)).then(() => undefined);
      lastWrite = next.catch(() => undefined);
      return next;
    },
    read,
    close: async () => {
      await lastWrite;
      await Promise.all(running);
      writer.close();
    },
  };
};
