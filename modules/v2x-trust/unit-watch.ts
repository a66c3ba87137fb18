import { newSpduView, scanSpdu } from '@chedun/v2x-security';
import type { Outcome } from './domain/batch.ts';
import { nameOf, tryCertificate, validityDates } from './domain/certificate-view.ts';
import type { Refused } from './domain/note.ts';
import { meaningOf } from './domain/verdicts.ts';

/** A roadside unit as its certificate names it, and what was heard of it since it was taken. */
export interface Unit {
  readonly name: string;
  readonly until: Date;
  readonly certificate: Buffer;
  receiver: string;
  heardAt: Date;
  messages: number;
  outside: number;
}

/** Certificates of roadside units that are followed. */
const MOST_UNITS = 4096;

/** Remembers as newest; the oldest makes room. */
export const remember = <Value>(map: Map<string, Value>, key: string, value: Value, most: number): void => {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
};

/** Follows certificates that carry a name: pseudonyms of vehicles do not. */
export const unitWatch = (leapSeconds: number) => {
  const view = newSpduView();
  const units = new Map<string, Unit>();
  const unnamed = new Set<string>();
  const learn = (bytes: Uint8Array, id8: string): Unit | undefined => {
    const certificate = tryCertificate(bytes.slice(view.signerStart, view.signerEnd));
    const name = certificate === undefined ? '' : nameOf(certificate);
    if (certificate === undefined || name === '') {
      if (unnamed.size >= MOST_UNITS) unnamed.clear();
      unnamed.add(id8);
      return undefined;
    }
    const until = new Date(validityDates(certificate, leapSeconds).until);
    const certificateBytes = Buffer.from(certificate.bytes);
    return { name, until, certificate: certificateBytes, receiver: '', heardAt: until, messages: 0, outside: 0 };
  };
  return {
    hear: ({ bytes, at, receiver }: Refused, { signer, verdict }: Outcome): void => {
      if (signer === undefined || unnamed.has(signer)) return;
      const known = units.get(signer);
      if (known === undefined && (!scanSpdu(bytes, view, 'cn') || view.signer !== 'certificate')) return;
      const unit = known ?? learn(bytes, signer);
      if (unit === undefined) return;
      unit.receiver = receiver;
      unit.heardAt = new Date(at);
      unit.messages += 1;
      if (meaningOf(verdict).security === 'wrong_region') unit.outside += 1;
      remember(units, signer, unit, MOST_UNITS);
    },
    take: (): readonly (readonly [id8: string, unit: Unit])[] => {
      const heard = [...units]
        .filter(([, { messages }]) => messages > 0)
        .map(([id8, unit]) => [id8, { ...unit }] as const);
      for (const unit of units.values()) Object.assign(unit, { messages: 0, outside: 0 });
      return heard;
    },
  };
};
