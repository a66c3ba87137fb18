import {
  createVerifier,
  newSpduView,
  scanSpdu,
  checkSignature,
  publicKeyOf,
  signatureInput,
} from '@chedun/v2x-security';
import { parseCertificate } from '@chedun/v2x-security';
import { describe, expect, it } from 'vitest';
import { machineClock } from '../clock.ts';
import { openSignedRoad, type SignedSaying } from './signed-sender.ts';
import { newRoadKey, operatorCertificate } from './unit.ts';

const NOW = Date.UTC(2026, 10, 28, 8);
const motion = () => ({ east: 0, north: -40, speed: 10, acceleration: 0, heading: 0 });
const say = (how: SignedSaying['how'], pseudonym = 0): SignedSaying => ({ vehicle: 0, pseudonym, motion, how });

const opened = async () => {
  const key = newRoadKey();
  const certificate = parseCertificate(await operatorCertificate(key, NOW));
  const sent: Uint8Array[] = [];
  const stop = new AbortController();
  stop.abort();
  const road = openSignedRoad({
    identities: {
      of: (vehicle, pseudonym) => (vehicle === 0 ? { ...key, certificate, i: 1, j: pseudonym } : undefined),
      refresh: async () => true,
    },
    datagrams: { send: async (bytes) => void sent.push(bytes), close: async () => undefined },
    unitFile: undefined,
    clock: machineClock,
    signal: stop.signal,
    onProblem: () => undefined,
  });
  return { road, sent, certificate };
};

const holds = (message: Uint8Array, certificate: ReturnType<typeof parseCertificate>): boolean => {
  const view = newSpduView();
  if (!scanSpdu(message, view, 'cn')) return false;
  const rs = new Uint8Array([
    ...message.subarray(view.rStart, view.rStart + 32),
    ...message.subarray(view.sStart, view.sStart + 32),
  ]);
  const key = publicKeyOf(certificate);
  const input = signatureInput(key.curve, message.subarray(view.tbsStart, view.tbsEnd), certificate);
  return checkSignature(createVerifier(), key, input, { curve: view.curve, rs });
};

describe('signed messages of the range', () => {
  it('hold when they are valid, do not when they are forged, and come again byte for byte', async () => {
    const { road, sent, certificate } = await opened();
    expect(await road.send(say('replayed'), NOW)).toBe(false);
    for (const how of ['valid', 'forged', 'replayed'] as const) expect(await road.send(say(how), NOW)).toBe(true);
    const [valid, forged, replayed] = sent;
    if (valid === undefined || forged === undefined) throw new Error('nothing was sent');
    expect([holds(valid, certificate), holds(forged, certificate)]).toEqual([true, false]);
    expect(replayed).toEqual(valid);
  });

  it('are left out while a vehicle has no pseudonym, and where no unit was set up', async () => {
    const { road, sent } = await opened();
    expect(await road.send({ ...say('valid'), vehicle: 3 }, NOW)).toBe(false);
    expect(await road.notify(NOW)).toBe(false);
    expect(sent).toEqual([]);
  });
});
