import { createPublicKey, createVerify, type KeyObject } from 'node:crypto';
import { signatureToDer, sm2Z, spkiFromPoint } from '@chedun/gm';
import { newSpduView, publicKeyOf, scanSpdu, type Signer } from '@chedun/v2x-security';
import { AIDS, HERE, makeHierarchy, makeMessage } from '@chedun/v2x-trust/testing';
import type { JudgeSetup } from '../../modules/v2x-trust/domain/judge.ts';

/** A message, whether it is genuine, and the same for node:crypto. */
export interface Loaded {
  readonly bytes: Uint8Array;
  readonly isRight: boolean;
  readonly native: {
    readonly key: KeyObject;
    readonly z: Uint8Array;
    readonly tbs: Uint8Array;
    readonly der: Uint8Array;
  };
}

/** What is measured: messages of many vehicles, and what they are judged with. */
export interface Load {
  readonly messages: readonly Loaded[];
  /** For each round some messages that never come again: with them the memory of replays moves on. */
  readonly fresh: readonly (readonly Loaded[])[];
  readonly setup: JudgeSetup;
}

/** 2026-11-23 in seconds since 2004. */
export const NOW = 722_476_800;
export const MICRO = 1_000_000;
/** Payload of a basic safety message with path history. */
const PAYLOAD = 120;
/** The certificate comes with every fifth message, twice a second at ten a second. */
const WITH_CERTIFICATE = 5;
const FORGED = 16;
/** Vehicles of the messages between rounds: enough that each thread has some. */
const FRESH = 16;
const FOREVER_MS = 30 * 86_400_000;

const viewOf = (bytes: Uint8Array) => {
  const view = newSpduView();
  if (!scanSpdu(bytes, view, 'cn')) throw new Error('the load does not parse');
  return view;
};

const isWithCertificate = (at: number, vehicles: number): boolean => Math.floor(at / vehicles) % WITH_CERTIFICATE === 0;

type How = 'digest' | 'certificate';

const loaded = async (signer: Signer, key: KeyObject, z: Uint8Array, at: number, how: How): Promise<Loaded> => {
  const payload = Uint8Array.from({ length: PAYLOAD }, (_, place) => (at * 31 + place * 7 + (at >> 8)) & 0xff);
  const header = {
    aid: AIDS.vehicle,
    generationTime: NOW * MICRO + at * 100,
    generationLocation: { ...HERE, elevation: 4096 },
  };
  const bytes = await makeMessage(signer, header, how, payload);
  const { tbsStart, tbsEnd, rStart } = viewOf(bytes);
  const isRight = at % FORGED !== FORGED - 1;
  const place = rStart + (at % 64);
  if (!isRight) bytes[place] = (bytes[place] ?? 0) ^ 1;
  const der = signatureToDer(bytes.slice(rStart, rStart + 64));
  return { bytes, isRight, native: { key, z, tbs: bytes.slice(tbsStart, tbsEnd), der } };
};

/** Messages of so many vehicles in turn: every fifth round with the certificate, every sixteenth message forged. */
export const makeLoad = async (vehicles: number, count: number, rounds: number): Promise<Load> => {
  const company = await makeHierarchy('bench.example', NOW);
  const signers = await Promise.all(
    Array.from({ length: vehicles }, async () => {
      const signer = await company.vehicle();
      const { point } = publicKeyOf(signer.certificate);
      const key = createPublicKey({ key: Buffer.from(spkiFromPoint(point)), format: 'der', type: 'spki' });
      return { signer, key, z: sm2Z(point, signer.certificate.hash) };
    }),
  );
  const take = (from: number, length: number, how: (at: number) => How): Promise<readonly Loaded[]> =>
    Promise.all(
      Array.from({ length }, (_, index) => {
        const at = from + index;
        const one = signers[at % vehicles];
        if (one === undefined) throw new Error('no vehicles');
        return loaded(one.signer, one.key, one.z, at, how(at));
      }),
    );
  const messages = await take(0, count, (at) => (isWithCertificate(at, vehicles) ? 'certificate' : 'digest'));
  const fresh = await Promise.all(
    Array.from({ length: rounds }, (_, round) => take(count + round * FRESH, FRESH, () => 'certificate')),
  );
  const setup: JudgeSetup = {
    profile: 'cn',
    roots: [company.root.certificate.bytes],
    authorities: [company.authority.certificate.bytes],
    policies: [{ aid: AIDS.vehicle, mostAgeMs: FOREVER_MS, mostAheadMs: FOREVER_MS, needsLocation: true }],
    signers: 4096,
    undecidedRegion: 'reject',
  };
  return { messages, fresh, setup };
};

/** The signature of a message by node:crypto, with the key held ready and all else left out. */
export const verifyByNode = ({ native: { key, z, tbs, der } }: Loaded): boolean => {
  try {
    return createVerify('sm3').update(z).update(tbs).verify(key, der);
  } catch {
    // OpenSSL answers some numbers out of range with an error
    return false;
  }
};
