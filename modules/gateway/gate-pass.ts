import type { GatedConnection, GatePass, GateSubject } from '@chedun/ingest/contract';
import { seenVehicles, type SeenVehicles } from './domain/seen.ts';
import { plainAddress } from './domain/refusal-value.ts';
import { subjectName } from './domain/subject.ts';
import { barred, judgeSubject, MOST_WAITING, type Working } from './gate-judge.ts';
import { followRate, MINUTE, tellFlood } from './gate-rates.ts';
import type { Shown } from './domain/judge.ts';

/** What is followed of one connection. */
interface Following {
  readonly gate: Working;
  readonly connection: GatedConnection;
  readonly seen: SeenVehicles;
  /** Verdicts that the register still owes, by place of the vehicle. */
  readonly pending: Map<number, Promise<boolean>>;
  generation: number;
  /** The vehicle that was new last; on a connection of its own the only one. */
  id: string;
  /** Further vehicles came on a connection that names no platform. */
  isShared: boolean;
}

/** What a frame is judged by besides its vehicle. */
type Way = Pick<Shown, 'platform' | 'iccid'>;

const decoder = new TextDecoder();

/** Nothing is bound and nobody asks: then frames cost nothing. */
const isIdle = ({ book, refusals, policyOf }: Working, { listener }: GatedConnection): boolean =>
  !book.any() && !refusals.any() && policyOf(listener).unbound === 'ignore';

const nameOf = (bytes: Uint8Array, from: number, to: number): string =>
  subjectName(decoder.decode(bytes.subarray(from, to)));

/** After a change of bindings everybody is new again. */
const forgetOldVerdicts = (following: Following): void => {
  const generation = following.gate.book.generation();
  if (generation === following.generation) return;
  following.generation = generation;
  following.seen.clear();
  following.pending.clear();
};

const noteVehicle = (following: Following, id: string): void => {
  if (following.id !== '' && following.id !== id) following.isShared = true;
  following.id = id;
};

/**
 * Judges the vehicle at a place. What is known at once counts at once; a verdict of the register is waited for, and one
 * that comes too late counts from then on.
 */
const judgePlace = (following: Following, place: number, id: string, way: Way): boolean | Promise<boolean> => {
  const { gate, connection, seen, pending } = following;
  const epoch = seen.epoch();
  const stand = (may: boolean): boolean => {
    seen.stand(place, epoch, may ? 'goes-on' : 'refused');
    return may;
  };
  const may = judgeSubject(gate, connection, id, { ...way, certificate: connection.certificate }, stand);
  if (typeof may === 'boolean') return stand(may);
  const verdict = may.then((yes) => {
    if (pending.get(place) === verdict) pending.delete(place);
    return stand(yes);
  });
  pending.set(place, verdict);
  return verdict;
};

/** A frame of a refused vehicle counts as blocked. */
const counted = (gate: Working, may: boolean): boolean => {
  if (!may) gate.counts.blocked += 1;
  return may;
};

/** Whether frames of the single vehicles of a connection are counted. */
const isMetered = ({ gate, isShared }: Following, platform: string | null): boolean =>
  gate.limits.vehiclePerMinute > 0 && (platform !== null || isShared);

const countFrame = (
  { gate, connection, seen }: Following,
  place: number,
  platform: string | null,
  name: () => string,
): void => {
  const frames = seen.counted(place, Math.floor(gate.clock.monotonic() / MINUTE));
  if (frames === gate.limits.vehiclePerMinute + 1) tellFlood(gate, connection, platform, name());
};

const takeFrame = (
  following: Following,
  bytes: Uint8Array,
  from: number,
  to: number,
  platform: string | null,
): boolean | Promise<boolean> => {
  const { gate, connection, seen, pending } = following;
  const idle = isIdle(gate, connection);
  if (idle && gate.limits.vehiclePerMinute === 0) {
    if (following.id === '') following.id = nameOf(bytes, from, to);
    return true;
  }
  forgetOldVerdicts(following);
  // What finds no room to wait now is judged at its next frame.
  if (!idle && gate.waiting >= MOST_WAITING) {
    gate.counts.skipped += 1;
    return true;
  }
  const found = seen.place(bytes, from, to);
  const place = found < 0 ? -1 - found : found;
  let may: boolean | Promise<boolean> = true;
  if (found < 0) {
    // The set may have begun anew: then a verdict under this number is that of another vehicle.
    pending.delete(place);
    noteVehicle(following, nameOf(bytes, from, to));
    if (!idle) may = judgePlace(following, place, following.id, { platform, iccid: undefined });
  } else may = pending.get(place) ?? seen.standing(place) === 'goes-on';
  if (isMetered(following, platform)) countFrame(following, place, platform, () => nameOf(bytes, from, to));
  return typeof may === 'boolean' ? counted(gate, may) : may.then((yes) => counted(gate, yes));
};

const admit = (following: Following, { id, iccid, platform }: GateSubject): Promise<boolean> | true => {
  const { gate, connection, seen } = following;
  if (id !== undefined) noteVehicle(following, subjectName(id));
  if (isIdle(gate, connection)) return true;
  forgetOldVerdicts(following);
  const shown = { platform, certificate: connection.certificate, iccid };
  if (id === undefined) return Promise.resolve(judgeSubject(gate, connection, `platform:${platform ?? ''}`, shown));
  const bytes = Buffer.from(id, 'latin1');
  const found = seen.place(bytes, 0, bytes.length);
  const place = found < 0 ? -1 - found : found;
  return Promise.resolve(judgePlace(following, place, following.id, { platform, iccid }));
};

/** Opens what the gate follows of one connection. */
export const passFor = (gate: Working, connection: GatedConnection): GatePass => {
  const following: Following = {
    gate,
    connection,
    seen: seenVehicles(),
    pending: new Map(),
    generation: gate.book.generation(),
    id: '',
    isShared: false,
  };
  const { refusals } = gate;
  const open = { connection, subject: () => (following.isShared || isPlatform ? '' : following.id) };
  let isPlatform = false;
  const ip = plainAddress(connection.ip);
  const isBarred = (): boolean => refusals.refusesAddress(ip);
  if (isBarred()) {
    barred(gate, connection, '');
    // The listener has not finished opening it.
    setImmediate(() => connection.close('unbound'));
  }
  refusals.opened(open);
  return {
    admit: (subject) => {
      isPlatform ||= subject.platform !== null;
      return isBarred() ? Promise.resolve(false) : admit(following, subject);
    },
    frame: (bytes, from, to, platform) => {
      isPlatform ||= platform !== null;
      return isBarred() ? counted(gate, false) : takeFrame(following, bytes, from, to, platform);
    },
    took: (frames, platform) => followRate(gate, connection, frames, platform, following.isShared ? '' : following.id),
    decrypt: (frame, platform) => gate.decrypt(frame, platform),
    end: () => refusals.ended(open),
  };
};
