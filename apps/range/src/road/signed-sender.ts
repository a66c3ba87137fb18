import { toTime32 } from '@chedun/v2x-pki';
import { signMessage } from '@chedun/v2x-security';
import type { RangeClock } from '../clock.ts';
import { bsmDatagram, placeOf, temporaryId, type Motion } from '../protocols/junction.ts';
import type { DatagramSender } from '../senders/datagram-sender.ts';
import type { Identities } from './identities.ts';
import { loadUnit, noticeOf } from './unit.ts';

/** One signed message: who says it, under which of its pseudonyms, and whether it is as it should be. */
export interface SignedSaying {
  /** Number of the vehicle among those that can sign. */
  readonly vehicle: number;
  readonly pseudonym: number;
  readonly motion: (now: number) => Motion;
  /** forged: a bit of the signature is turned · replayed: the last message of this vehicle again, byte for byte. */
  readonly how: 'valid' | 'forged' | 'replayed';
}

/** Sends signed messages to a listener that verifies them. */
export interface SignedRoadSender {
  /** False while the vehicle cannot sign yet. */
  readonly send: (saying: SignedSaying, now: number) => Promise<boolean>;
  /** A notice of the roadside unit; false where none was set up. */
  readonly notify: (now: number) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

interface Needs {
  /** File of the roadside unit. */
  readonly unitFile: string | undefined;
  readonly identities: Identities;
  readonly datagrams: DatagramSender;
  readonly clock: RangeClock;
  readonly signal: AbortSignal;
  readonly onProblem: (error: unknown) => void;
}

/** Basic safety messages in the Chinese profile (unverified); see `SUITES` of @chedun/v2x-pki. */
const BSM_AID = 111;
const SIGNED_GROUP = 0x5e;
const MICRO = 1_000_000;
/** Tenths of metres from -409.6 m: the sea. */
const SEA_LEVEL = 4096;
const SOON_MS = 3000;
const LATER_MS = 600_000;

/** Gets identities in the background, soon again while some are missing. */
const keepIdentities = async ({ identities, clock, signal, onProblem }: Needs): Promise<void> => {
  while (!signal.aborted) {
    const isWhole = await identities.refresh().catch((error: unknown) => {
      onProblem(error);
      return false;
    });
    await clock.sleep(isWhole ? LATER_MS : SOON_MS, signal);
  }
};

/** Opens the sender. */
export const openSignedRoad = (needs: Needs): SignedRoadSender => {
  const { identities, datagrams, unitFile } = needs;
  const loading = unitFile === undefined ? Promise.resolve(undefined) : loadUnit(unitFile);
  const last = new Map<number, Uint8Array>();
  const keeping = keepIdentities(needs);
  keeping.catch(needs.onProblem);

  const speak = async ({ vehicle, pseudonym, motion: at }: SignedSaying, now: number) => {
    const signer = identities.of(vehicle, pseudonym);
    if (signer === undefined) return undefined;
    const motion = at(now);
    const header = {
      aid: BSM_AID,
      generationTime: toTime32(now) * MICRO + (now % 1000) * 1000,
      generationLocation: { ...placeOf(motion), elevation: SEA_LEVEL },
    };
    const payload = bsmDatagram(temporaryId(SIGNED_GROUP, vehicle, pseudonym), motion, now);
    return signMessage({ profile: 'cn', payload, header, signer: 'certificate' }, signer);
  };
  return {
    send: async (saying, now) => {
      const { vehicle, how } = saying;
      const message = how === 'replayed' ? last.get(vehicle) : await speak(saying, now);
      if (message === undefined) return false;
      if (how === 'valid') last.set(vehicle, message);
      const sent = how === 'forged' ? message.with(-1, (message.at(-1) ?? 0) ^ 1) : message;
      await datagrams.send(sent);
      return true;
    },
    notify: async (now) => {
      const unit = await loading;
      if (unit === undefined) return false;
      await datagrams.send(await noticeOf(unit, now));
      return true;
    },
    close: () => datagrams.close(),
  };
};
