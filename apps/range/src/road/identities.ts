import { randomBytes } from 'node:crypto';
import { DomainError } from '@chedun/kernel';
import { periodOf, toTime32 } from '@chedun/v2x-pki';
import {
  downloadRequest,
  enrolmentIn,
  enrolmentRequest,
  newDevice,
  pseudonymRequest,
  pseudonymsIn,
  SUITES,
  type Pseudonym,
} from '@chedun/v2x-pki/device';
import { createVerifier, parseCertificate, type ParsedCertificate } from '@chedun/v2x-security';
import type { RangeClock } from '../clock.ts';
import { granted, type Api } from './api.ts';
import { loadOnboard, saveOnboard, type Onboard } from './onboard.ts';

/** Vehicles that can sign on the road. */
export interface Identities {
  /** A pseudonym of a vehicle for now; undefined while the vehicle has none. */
  readonly of: (vehicle: number, pseudonym: number) => Pseudonym | undefined;
  /** Gets what is missing: enrolment, and the pseudonyms of this week. True when every vehicle has some. */
  readonly refresh: () => Promise<boolean>;
}

/** What the vehicles stand on. */
export interface IdentityOptions {
  readonly api: Api;
  readonly clock: RangeClock;
  readonly vins: readonly string[];
  /** Keeps keys and enrolment from one run to the next. */
  readonly stateFile: string | undefined;
}

const SUITE = 'cn';
const NOT_YET = 404;
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
const base64 = (message: Uint8Array): string => Buffer.from(message).toString('base64');
const bytesOf = (text: unknown): Uint8Array => new Uint8Array(Buffer.from(String(text), 'base64'));

/** What vehicles have to know of the authorities. */
const readAuthorities = async (
  api: Api,
): Promise<{ readonly ra: ParsedCertificate; readonly aids: readonly number[] }> => {
  const { certificates, aids } = granted('authorities', await api('GET', `/pseudonyms/authorities/${SUITE}`));
  const roles = certificates as readonly { readonly role: string; readonly certificate: string }[];
  const ra = roles.find(({ role }) => role === 'ra');
  if (ra === undefined) throw new DomainError('range.refused', { field: 'authorities', reason: 'no registration' });
  return { ra: parseCertificate(bytesOf(ra.certificate)), aids: aids as readonly number[] };
};

/** Opens the identities; they come with {@link Identities.refresh}. */
export const openIdentities = ({ api, clock, vins, stateFile }: IdentityOptions): Identities => {
  const verifier = createVerifier();
  const held = new Map<string, { readonly i: number; readonly pseudonyms: readonly Pseudonym[] }>();
  let vehicles: readonly Onboard[] | undefined;
  const send = async (verb: string, message: Uint8Array) =>
    api('POST', `/pseudonyms/${verb}`, { suite: SUITE, message: base64(message) });

  const enrol = async (vin: string): Promise<Onboard> => {
    const { ra, aids } = await readAuthorities(api);
    const now = toTime32(clock.now());
    const device = newDevice(SUITES.cn, 'compactUnified', random);
    const asked = granted('enrolment', await send('enrol', await enrolmentRequest(device, vin, now, aids)));
    const enrolment = enrolmentIn(bytesOf(asked['message']), verifier);
    granted('pseudonyms', await send('requests', await pseudonymRequest(device, enrolment, ra, { now, aids, random })));
    return { vin, device, enrolment };
  };
  const enrolAll = async (): Promise<readonly Onboard[]> => {
    const known = stateFile === undefined ? [] : await loadOnboard(stateFile);
    const all: Onboard[] = [];
    for (const vin of vins) all.push(known.find((one) => one.vin === vin) ?? (await enrol(vin)));
    // Whose token may not order anything waits for the authority, which makes pseudonyms every quarter of an hour.
    if (all.some((one) => !known.includes(one))) await api('POST', '/pseudonyms/batches', { suite: SUITE });
    if (stateFile !== undefined) await saveOnboard(stateFile, all);
    return all;
  };
  const fetchOne = async ({ vin, device, enrolment }: Onboard, i: number, ra: ParsedCertificate): Promise<boolean> => {
    if (held.get(vin)?.i === i) return true;
    const now = toTime32(clock.now());
    const answer = await send('downloads', await downloadRequest(device, enrolment, ra, { now, i, random }));
    if (answer.status === NOT_YET) return false;
    // A vehicle that is blocked keeps what it has.
    if (answer.fields['code'] === 'pseudonyms.blocked') return true;
    held.set(vin, {
      i,
      pseudonyms: pseudonymsIn(device, bytesOf(granted('download', answer)['message']), i, verifier),
    });
    return true;
  };
  return {
    of: (vehicle, pseudonym) => {
      const { pseudonyms = [] } = held.get(vins[vehicle] ?? '') ?? {};
      return pseudonyms[pseudonym % Math.max(1, pseudonyms.length)];
    },
    refresh: async () => {
      vehicles ??= await enrolAll();
      const i = periodOf(toTime32(clock.now()));
      if (vehicles.every(({ vin }) => held.get(vin)?.i === i)) return true;
      const { ra } = await readAuthorities(api);
      let isWhole = true;
      for (const one of vehicles) isWhole = (await fetchOne(one, i, ra)) && isWhole;
      return isWhole;
    },
  };
};
