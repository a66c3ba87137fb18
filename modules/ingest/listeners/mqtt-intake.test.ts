import { describe, expect, it } from 'vitest';
import type { Peer } from '../domain/records.ts';
import type { Gatherer } from '../intake/gather.ts';
import { mqttIntake, type Route, type Taken } from './mqtt-intake.ts';

const VIN = 'LSVAA0000N0000017';

/** A gatherer that remembers; everything is on disk at once. */
const kept = () => {
  const records: { readonly text: string; readonly peer: Peer | undefined }[] = [];
  const gatherer: Gatherer = {
    add: (bytes, peer) => records.push({ text: Buffer.from(bytes).toString(), peer }),
    durable: async () => undefined,
    full: () => false,
    onRoom: () => undefined,
    close: async () => undefined,
  };
  return { records, gatherer };
};

const open = (filter: string, more: Partial<Route> = {}) => {
  const [records, refused, told] = [kept(), kept(), [] as Taken[]];
  const route: Route = {
    filter,
    format: 'autosar-ids',
    records: records.gatherer,
    refused: refused.gatherer,
    enabled: () => true,
    ...more,
  };
  const take = mqttIntake([route], 100, (what) => told.push(what));
  const send = (topic: string, payload: string, size = payload.length) =>
    take({ kind: 'publish', topic, qos: 1, packetId: 1, payload: Buffer.from(payload), size });
  return { send, told, records: records.records, refused: refused.records };
};

describe('messages of a broker', () => {
  it.each([
    [`vehicles/${VIN}/ids`, VIN],
    [VIN, VIN],
    [`a/${VIN}`, VIN],
    [`a/x${VIN}/b`, undefined],
    ['vehicles/car-7/ids', undefined],
  ])('of topic %s come from the vehicle %s', async (topic, vin) => {
    const { send, records } = open('#');
    await send(topic, 'x');
    expect(records).toEqual([{ text: 'x', peer: { ip: '', port: 0, ...(vin === undefined ? {} : { vin }) } }]);
  });

  it('of topics that nobody asked for, of disabled sources and without content are counted only', async () => {
    const asked = open('a/#');
    await asked.send('b', 'x');
    await asked.send('a', '');
    const disabled = open('#', { enabled: () => false });
    await disabled.send('a', 'x');
    expect([asked.told, disabled.told]).toEqual([['unmatched', 'taken'], ['disabled']]);
    expect([asked.records, disabled.records]).toEqual([[], []]);
  });

  it('that were cut off are refused with their size and head', async () => {
    const { send, told, records, refused } = open('#');
    await send('a', 'begin', 5000);
    expect([told, records]).toEqual([['too_long'], []]);
    expect(JSON.parse(refused[0]?.text ?? '')).toMatchObject({
      code: 'ingest.record-too-long',
      size: 5000,
      head: Buffer.from('begin').toString('base64'),
    });
  });

  it('of lines are taken line by line, over-long ones refused', async () => {
    const { send, records, refused } = open('#', { format: 'ndjson' });
    await send('a', `{"a":1}\n${'z'.repeat(150)}\n{"b":2}`);
    expect(records.map(({ text }) => text)).toEqual(['{"a":1}', '{"b":2}']);
    expect(refused).toHaveLength(1);
  });

  it('are looked at with their topic', async () => {
    const seen: string[] = [];
    const { send } = open('#', { format: 'v2x', watch: (bytes, topic) => seen.push(`${topic} ${bytes.length}`) });
    await send('roads/7', 'abc');
    expect(seen).toEqual(['roads/7 3']);
  });
});
