import type { GatedConnection, GatePass, GateSubject } from '@chedun/ingest/contract';
import { seenVehicles, type SeenVehicles } from './domain/seen.ts';
import { subjectName } from './domain/subject.ts';
import { judgeSubject, MOST_WAITING, type Working } from './gate-judge.ts';
import { followRate, MINUTE, tellFlood } from './gate-rates.ts';

/** What is followed of one connection. */
interface Following {
  readonly gate: Working;
  readonly connection: GatedConnection;
  readonly seen: SeenVehicles;
  generation: number;
  /** The vehicle that was new last; on a connection of its own the only one. */
  id: string;
}

const decoder = new TextDecoder();

/** Nothing is bound and nobody asks: then frames cost nothing. */
const isIdle = ({ book, policyOf }: Working, { listener }: GatedConnection): boolean =>
  !book.any() && policyOf(listener).unbound === 'ignore';

const nameOf = (bytes: Uint8Array, from: number, to: number): string =>
  subjectName(decoder.decode(bytes.subarray(from, to)));

/** After a change of bindings everybody is new again. */
const forgetOldVerdicts = (following: Following): void => {
  const generation = following.gate.book.generation();
  if (generation === following.generation) return;
  following.generation = generation;
  following.seen.clear();
};

/** Judges a vehicle at its first frame; what is known at once counts at once. */
const judgeFrame = ({ gate, connection, seen, id }: Following, place: number, platform: string | null): void => {
  const epoch = seen.epoch();
  const settle = (may: boolean): void => {
    seen.stand(place, epoch, may ? 'goes-on' : 'refused');
    // Reports are owed no answer; the other vehicles of a platform go on.
    if (!may && platform === null) connection.close('unbound');
  };
  const { certificate } = connection;
  const may = judgeSubject(gate, connection, id, { platform, certificate, iccid: undefined });
  if (typeof may === 'boolean') settle(may);
  else void may.then(settle);
};

const takeFrame = (
  following: Following,
  bytes: Uint8Array,
  from: number,
  to: number,
  platform: string | null,
): boolean => {
  const { gate, connection, seen } = following;
  const { vehiclePerMinute } = gate.limits;
  const idle = isIdle(gate, connection);
  const isMetered = platform !== null && vehiclePerMinute > 0;
  if (idle && !isMetered) {
    if (following.id === '') following.id = nameOf(bytes, from, to);
    return true;
  }
  forgetOldVerdicts(following);
  // What finds no room to wait now is judged at its next frame.
  if (!idle && gate.waiting >= MOST_WAITING) return true;
  const found = seen.place(bytes, from, to);
  const place = found < 0 ? -1 - found : found;
  if (found < 0) {
    following.id = nameOf(bytes, from, to);
    if (!idle) judgeFrame(following, place, platform);
  }
  if (isMetered && seen.counted(place, Math.floor(gate.clock.monotonic() / MINUTE)) === vehiclePerMinute + 1)
    tellFlood(gate, connection, platform, nameOf(bytes, from, to));
  if (seen.standing(place) === 'goes-on') return true;
  gate.counts.blocked += 1;
  return false;
};

const admit = (following: Following, { id, iccid, platform }: GateSubject): Promise<boolean> | true => {
  const { gate, connection, seen } = following;
  if (id !== undefined) following.id = subjectName(id);
  if (isIdle(gate, connection)) return true;
  forgetOldVerdicts(following);
  const shown = { platform, certificate: connection.certificate, iccid };
  if (id === undefined) return Promise.resolve(judgeSubject(gate, connection, `platform:${platform ?? ''}`, shown));
  const bytes = Buffer.from(id, 'latin1');
  const found = seen.place(bytes, 0, bytes.length);
  const [place, epoch] = [found < 0 ? -1 - found : found, seen.epoch()];
  return Promise.resolve(judgeSubject(gate, connection, following.id, shown)).then((may) => {
    seen.stand(place, epoch, may ? 'goes-on' : 'refused');
    return may;
  });
};

/** Opens what the gate follows of one connection. */
export const passFor = (gate: Working, connection: GatedConnection): GatePass => {
  const following: Following = { gate, connection, seen: seenVehicles(), generation: gate.book.generation(), id: '' };
  return {
    admit: (subject) => admit(following, subject),
    frame: (bytes, from, to, platform) => takeFrame(following, bytes, from, to, platform),
    took: (frames, platform) => followRate(gate, connection, frames, platform, following.id),
    decrypt: (frame, platform) => gate.decrypt(frame, platform),
    end: () => undefined,
  };
};
