/** What a tombstone says about the frames that are gone. */
export interface TombstoneFacts {
  readonly id: string;
  readonly stream: string;
  readonly journal: string;
  readonly segments: readonly {
    readonly firstSeq: number;
    readonly lastSeq: number;
    readonly frames: number;
    readonly events: number;
    readonly bytes: number;
    readonly sm3: string;
  }[];
  /** SM3 over the digests of the segments, one behind the other: names all of their bytes. */
  readonly root: string;
  readonly oldestAt: string;
  readonly newestAt: string;
  readonly policy: { readonly days: number; readonly legal: boolean };
  readonly clocks: { readonly now: string; readonly checkpoint: string; readonly uptimeMs: number };
  readonly proposedBy: string;
  readonly approvedBy: string;
  readonly reason: string;
}

const sum = (facts: TombstoneFacts, of: 'frames' | 'events' | 'bytes'): number =>
  facts.segments.reduce((total, segment) => total + segment[of], 0);

/**
 * The text that is signed: a fixed order of lines, one JSON value each, so that anybody can write it again from the facts.
 * The first line is the kind and version of the statement.
 */
export const tombstoneText = (facts: TombstoneFacts): string =>
  [
    ['chedun-tombstone', 1],
    ['id', facts.id],
    ['stream', facts.stream],
    ['journal', facts.journal],
    ['first', facts.segments[0]?.firstSeq ?? 0],
    ['last', facts.segments.at(-1)?.lastSeq ?? 0],
    ['segments', facts.segments.map(({ firstSeq, lastSeq, sm3 }) => [firstSeq, lastSeq, sm3])],
    ['root', facts.root],
    ['frames', sum(facts, 'frames')],
    ['events', sum(facts, 'events')],
    ['bytes', sum(facts, 'bytes')],
    ['oldest', facts.oldestAt],
    ['newest', facts.newestAt],
    ['policy', facts.policy],
    ['clocks', facts.clocks],
    ['proposed-by', facts.proposedBy],
    ['approved-by', facts.approvedBy],
    ['reason', facts.reason],
  ]
    .map(([name, value]) => `${String(name)} ${JSON.stringify(value)}\n`)
    .join('');
