import { loadTargets } from './load.ts';
import { fuzz, type FuzzOptions, type FuzzResult } from './supervise.ts';

/** What to fuzz, and in how many threads at once. */
export interface SharedFuzz extends FuzzOptions {
  readonly workers: number;
  /** No further module is begun after so many seconds. */
  readonly mostSeconds?: number;
}

/** How it went; `left` names modules for which no time was left. */
export interface SharedResult extends FuzzResult {
  readonly left: readonly string[];
}

interface Share {
  readonly module: string;
  readonly names: readonly string[];
}

/** Modules with the targets that are asked for; throws for a name that none has. */
const sharesOf = async (modules: readonly string[], only: readonly string[]): Promise<readonly Share[]> => {
  const all = await loadTargets(modules, only);
  const shares = await Promise.all(
    modules.map(async (module): Promise<Share> => {
      const own = await loadTargets([module], []);
      return { module, names: own.map(({ name }) => name).filter((name) => all.some((one) => one.name === name)) };
    }),
  );
  return shares.filter(({ names }) => names.length > 0);
};

const MS = 1000;
/** One input may take so long, in processor time of one thread. */
const MOST_MS = 1000;

/**
 * Sends inputs through decoders in several threads: each takes the next module when it is done with one. The processor is
 * measured for the whole process, so one input may take its time once for every thread.
 */
export const fuzzShared = async (options: SharedFuzz): Promise<SharedResult> => {
  const { modules, only, workers, mostSeconds } = options;
  const queue = [...(await sharesOf(modules, only))];
  const until = mostSeconds === undefined ? Infinity : performance.now() + mostSeconds * MS;
  const results: FuzzResult[] = [];
  const work = async (): Promise<void> => {
    while (performance.now() < until) {
      const share = queue.shift();
      if (share === undefined) return;
      const { module, names } = share;
      results.push(
        await fuzz({ ...options, modules: [module], only: names, mostMs: (options.mostMs ?? MOST_MS) * workers }),
      );
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return {
    done: results.flatMap(({ done }) => done),
    failures: results.flatMap(({ failures }) => failures),
    left: queue.flatMap(({ names }) => names),
  };
};
