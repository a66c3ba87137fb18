import type { KnownThing } from './thing.ts';

const DAY = 86_400_000;

/** Words by which a judged thing differs from before. */
export interface Judged {
  readonly thing: KnownThing;
  readonly became: 'gone' | 'registered' | undefined;
}

/** The state of a thing today: on record, ignored until a day, or unknown; and whether anything still sees it. */
export const judgeThing = (
  thing: KnownThing,
  registeredAs: string | null,
  { now, today, unseenDays }: { readonly now: number; readonly today: string; readonly unseenDays: number },
): Judged => {
  const isIgnored = thing.ignored !== null && thing.ignored.until >= today;
  const state = registeredAs !== null ? 'registered' : isIgnored ? 'ignored' : 'unknown';
  const isGone = now - thing.lastAt > unseenDays * DAY;
  const wasOpen = thing.unknownSince !== null || thing.ignored !== null;
  const becameGone = isGone && thing.goneAt === null;
  return {
    thing: {
      ...thing,
      registeredAs,
      state,
      unknownSince: state === 'unknown' ? (thing.unknownSince ?? now) : null,
      goneAt: isGone ? (thing.goneAt ?? now) : null,
      ignored: isIgnored ? thing.ignored : null,
    },
    became: becameGone ? 'gone' : registeredAs !== null && wasOpen ? 'registered' : undefined,
  };
};

/** An unknown thing that is still there is a finding. */
export const isWeakness = ({ state, goneAt }: KnownThing): boolean => state === 'unknown' && goneAt === null;

/** A host on record as discovery knows it. */
export interface KnownHost {
  readonly name: string;
  readonly knownSince: number;
  readonly lastSeenAt: number | null;
  readonly isUnseen: boolean;
  readonly hasNoTeam: boolean;
}

/** Judges a host on record; while no source has ever brought anything, nothing is unseen. */
export const judgeHost = (
  host: { readonly name: string; readonly team: string },
  { knownSince, lastSeenAt }: { readonly knownSince: number; readonly lastSeenAt: number | null },
  { now, unseenDays, hasRun }: { readonly now: number; readonly unseenDays: number; readonly hasRun: boolean },
): KnownHost => ({
  name: host.name,
  knownSince,
  lastSeenAt,
  hasNoTeam: host.team.trim() === '',
  isUnseen: hasRun && now - Math.max(knownSince, lastSeenAt ?? 0) > unseenDays * DAY,
});
