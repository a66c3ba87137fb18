import type { Evidence, Segment } from '../contract.ts';

type Seen = Pick<Evidence, 'outcome' | 'at' | 'expiresAt'>;

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly outcome: Segment['outcome'];
}

/** What one evidence covers until the next one comes (`until`): its outcome, and stale once it ran out. */
const stretchesOf = (seen: Seen, until: number): Stretch[] => {
  const [from, ends] = [Date.parse(seen.at), Date.parse(seen.expiresAt)];
  // A failure stays one until a check passes, however old it is.
  if (seen.outcome === 'fail' || ends >= until) return [{ from, to: until, outcome: seen.outcome }];
  return [
    { from, to: Math.max(from, ends), outcome: seen.outcome },
    { from: Math.max(from, ends), to: until, outcome: 'stale' },
  ];
};

/** Joins stretches that say the same. */
const joined = (stretches: readonly Stretch[]): Stretch[] => {
  const out: Stretch[] = [];
  for (const next of stretches) {
    const last = out.at(-1);
    if (next.to <= next.from) continue;
    if (last?.outcome === next.outcome) out[out.length - 1] = { ...last, to: next.to };
    else out.push(next);
  }
  return out;
};

/**
 * The history of a check as stretches from `since` to `now` (ms). `seen` are its evidences, oldest first; before the
 * first one there is no stretch.
 */
export const stripOf = (seen: readonly Seen[], since: number, now: number): Segment[] => {
  const stretches = seen.flatMap((each, index) => {
    const next = seen[index + 1];
    return stretchesOf(each, next === undefined ? now : Date.parse(next.at));
  });
  const cut = stretches.map((each) => ({ ...each, from: Math.max(each.from, since), to: Math.min(each.to, now) }));
  return joined(cut).map(({ from, to, outcome }) => ({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    outcome,
  }));
};
