import type { Journal } from '@chedun/journal';
import type { Clock } from '@chedun/kernel';
import type { CopyLog, CopyTarget } from './copy-target.ts';
import { askServers, judgeDurability } from './durability.ts';
import type { Durability } from './durability.ts';
import { openNatsLink } from './nats-link.ts';
import type { NatsLink } from './nats-link.ts';
import { natsTarget } from './nats-target.ts';
import { withSecondCopy } from './second-copy.ts';
import type { JournalWithSecondCopy, SecondCopyLimits, SecondCopyState } from './second-copy.ts';

/** How to open the second copy of all journals of a process. */
export interface NatsSecondCopyOptions {
  readonly url: string;
  /** Monitoring addresses (`http://host:8222`) of all servers; without them nothing is proved about flushing. */
  readonly monitorUrls: readonly string[];
  readonly clock: Clock;
  readonly log: CopyLog;
  readonly limits?: Partial<SecondCopyLimits>;
  /** How often a stream with fewer than three copies in a cluster is tried again; default 15,000 ms. */
  readonly raiseMs?: number;
}

/** What /readyz shows. */
export interface SecondCopyHealth {
  /** False while senders are refused. */
  readonly ok: boolean;
  /** One line: why it is away, or how many copies there are and whether they are durable. */
  readonly reason: string;
}

/** The second copies of a process on one NATS cluster. */
export interface NatsSecondCopy {
  /** Gives a journal its second copy. Close the journal that comes out, then this. */
  readonly guard: (journal: Journal) => Journal;
  readonly health: () => SecondCopyHealth;
  /** Sums over all guarded journals. */
  readonly state: () => SecondCopyState;
  readonly durability: () => Durability;
  readonly close: () => Promise<void>;
}

/** A process that starts waits this long for its first connection, so that a healthy start logs nothing odd. */
const FIRST_CONNECTION_MS = 2000;
const RAISE_MS = 15_000;

/**
 * Connects to NATS JetStream. Does not fail when NATS is away: guarded journals then refuse senders until it comes.
 */
export const openNatsSecondCopy = async (options: NatsSecondCopyOptions): Promise<NatsSecondCopy> => {
  const { log, clock, limits = {} } = options;
  const guarded: JournalWithSecondCopy[] = [];
  const replicas = new Map<string, number>();
  const verdict = durabilityWatch(options);
  const link = openNatsLink({
    url: options.url,
    log,
    onConnected: () => {
      for (const journal of guarded) journal.doubt();
    },
  });
  const counted = (stream: string): CopyTarget => {
    const target = natsTarget(stream, link.handle);
    const prepare = async (): Promise<number> => {
      const copies = await target.prepare();
      replicas.set(stream, copies);
      void verdict.look(link, Math.min(...replicas.values()));
      return copies;
    };
    return { ...target, prepare };
  };
  // A cluster that is just starting has too few servers for a moment: one copy must not be for ever.
  const raise = setInterval(() => {
    if (!link.clustered()) return;
    for (const journal of guarded) if ((replicas.get(journal.stream) ?? 3) < 3) journal.doubt();
  }, options.raiseMs ?? RAISE_MS).unref();
  await link.settled(FIRST_CONNECTION_MS);
  const state = (): SecondCopyState => sumOf(guarded.map((journal) => journal.copyState()));
  return {
    guard: (journal) => {
      const made = withSecondCopy({ journal, target: counted(journal.stream), clock, log, limits });
      guarded.push(made);
      return made;
    },
    state,
    health: () => healthOf(state(), verdict.durability(), Math.min(...replicas.values())),
    durability: verdict.durability,
    close: async () => {
      clearInterval(raise);
      await link.close();
    },
  };
};

const sumOf = (states: readonly SecondCopyState[]): SecondCopyState => ({
  away: states.find(({ away }) => away !== undefined)?.away,
  lag: states.reduce((sum, { lag }) => sum + lag, 0),
  missing: states.reduce((sum, { missing }) => sum + missing, 0),
  repaired: states.reduce((sum, { repaired }) => sum + repaired, 0),
});

const healthOf = ({ away, missing }: SecondCopyState, durability: Durability, copies: number): SecondCopyHealth => {
  if (away !== undefined) return { ok: false, reason: `senders are refused, the bus is away: ${away}` };
  const repair = missing > 0 ? `; ${missing} earlier frames are being copied` : '';
  const kept = durability.kind === 'durable' ? 'durable' : `not durable: ${durability.reasons.join('; ')}`;
  return { ok: true, reason: `copies: ${copies}; ${kept}${repair}` };
};

interface DurabilityWatch {
  readonly durability: () => Durability;
  /** Judges anew and logs when the verdict is another one than before. */
  readonly look: (link: NatsLink, replicas: number) => Promise<void>;
}

const durabilityWatch = ({ monitorUrls, log }: NatsSecondCopyOptions): DurabilityWatch => {
  let now: Durability = { kind: 'not-durable', reasons: ['not looked at yet'] };
  let looking = false;
  const look = async (link: NatsLink, replicas: number): Promise<void> => {
    if (looking) return;
    looking = true;
    const reports = await askServers(monitorUrls);
    const next = judgeDurability({ version: link.version(), replicas, reports, asked: monitorUrls.length });
    const same = JSON.stringify(next) === JSON.stringify(now);
    now = next;
    looking = false;
    if (same) return;
    if (next.kind === 'durable') log.info('the bus is durable', { replicas });
    else log.warn('the bus is not durable: after a power failure only the journal has every frame', { ...next });
  };
  return { durability: () => now, look };
};
