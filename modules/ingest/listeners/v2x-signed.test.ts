import { afterEach, describe, expect, it, vi } from 'vitest';
import { readSignedRecord, SIGNED_FORMAT } from '../domain/signed-record.ts';
import { testListeners, type TestListeners } from '../testing/listeners.ts';
import { bsm } from '../testing/roads.ts';
import { recordsOf } from '../worker/decode.ts';
import { SIGNED_ROADS } from './v2x-signed.ts';

const signer = { certificate: '0011223344556677', linkage: '01'.repeat(9), aid: 111 };
const PEER = { ip: '10.30.0.1', port: 30_000 };

describe('verified messages', () => {
  let world: TestListeners | undefined;
  afterEach(() => world?.close());

  const heard = (at: number) => {
    const payload = bsm({ id: '0102030405060708', speed: 695, secMark: at % 60_000 });
    const message = Buffer.concat([Buffer.of(3, 0x81), payload, Buffer.of(1, 2, 3)]);
    const from = 2;
    const parts = {
      message,
      from,
      to: from + payload.length,
      signer,
      receiver: 'rsu-17',
      heardAs: PEER.ip,
      peer: PEER,
    };
    return { ...parts, received: at };
  };

  it('go into the journal whole, and before the detectors with their signer as identity', async () => {
    world = await testListeners({});
    const { listeners, clock, frames } = world;
    const start = clock.now();
    const opinions = [0, 100, 200, 300].map((later) => listeners.signedRoads.hear(heard(start + later)));
    expect(opinions.map((opinion) => opinion?.beacon.pseudonym)).toEqual(Array(4).fill(signer.certificate));
    await vi.waitFor(async () => {
      const kept = (await frames()).filter(({ format }) => format === SIGNED_FORMAT);
      const records = kept.flatMap(recordsOf);
      expect(kept.map(({ source }) => source)).toEqual(kept.map(() => SIGNED_ROADS.id));
      expect(records.map(({ bytes }) => readSignedRecord(bytes)?.head.certificate)).toEqual(
        Array(4).fill(signer.certificate),
      );
    }, 20_000);
  });

  it('of a source that is switched off are judged and not kept', async () => {
    world = await testListeners({});
    const { listeners, clock, frames, settings } = world;
    const start = clock.now();
    settings.enabled = false;
    expect(listeners.signedRoads.hear(heard(start))?.verdict.kind).toBe('plausible');
    settings.enabled = true;
    listeners.signedRoads.hear(heard(start + 100));
    await vi.waitFor(async () => {
      const kept = (await frames()).filter(({ format }) => format === SIGNED_FORMAT);
      expect(kept.map(({ count }) => count)).toEqual([1]);
    }, 20_000);
  });
});
