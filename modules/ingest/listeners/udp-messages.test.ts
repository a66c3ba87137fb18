import { rm, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Journal } from '@chedun/journal';
import { fixedClock } from '@chedun/kernel';
import { silentLog, TEST_TIME } from '@chedun/records/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { IDS_EXTRACT, idsMessage } from '../testing/ids.ts';
import { testJournals } from '../testing/journals.ts';
import { freePort, testListeners, type TestListeners } from '../testing/listeners.ts';
import { bsm } from '../testing/roads.ts';
import { sendUdp } from '../testing/udp.ts';
import { loadExtract } from './ids-extract.ts';

const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 5000, interval: 10 });

let world: TestListeners;
const fields = async () => (await world.decoded()).flatMap(({ events }) => events.map(({ event }) => event.fields));
/** Journals that take nothing until the gate opens. */
const heldJournals = async () => {
  const real = await testJournals(fixedClock(TEST_TIME));
  const gate = Promise.withResolvers<void>();
  const append: Journal['append'] = async (frame) => {
    await gate.promise;
    return real.journals.network.append(frame);
  };
  return { real, gate, journals: { ...real.journals, network: { ...real.journals.network, append } } };
};

describe('AUTOSAR IDS over UDP', () => {
  afterEach(() => world.close());

  it('takes any number of messages a datagram, and what is none', async () => {
    world = await testListeners({ idsPort: await freePort() });
    const both = Buffer.concat([idsMessage({ event: 44, count: 3 }), idsMessage({ event: 100 })]);
    await sendUdp(world.listeners.ports.autosarIds, [both, Buffer.from('hello'), Buffer.alloc(0)]);
    await soon(async () => {
      const found = await fields();
      expect(found.map((each) => [each['status'], each['ids.event_id'], each['src_ip']])).toEqual([
        ['ok', 44, '127.0.0.1'],
        ['ok', 100, '127.0.0.1'],
        ['truncated', undefined, '127.0.0.1'],
      ]);
    });
    expect(world.listeners.declared).toMatchObject([{ id: 'autosar-ids', kind: 'autosar-ids', format: 'autosar-ids' }]);
    expect((await world.frames()).reduce((sum, { count }) => sum + count, 0)).toBe(2);
  });

  it('counts what finds no room and notes the gap', async () => {
    const { real, gate, journals } = await heldJournals();
    world = await testListeners({ idsPort: await freePort() }, { journals });
    const large = idsMessage({
      event: 44,
      context: { data: new Uint8Array(50_000), version: undefined, longLength: true },
    });
    await sendUdp(
      world.listeners.ports.autosarIds,
      Array.from({ length: 220 }, () => large),
    );
    await soon(async () =>
      expect(await world.metrics.render()).toMatch(/datagrams_lost_total\{source="autosar-ids"\} [1-9]/),
    );
    gate.resolve();
    await soon(async () => {
      const notes = (await real.decoded()).flatMap(({ events }) =>
        events.filter(({ event }) => event.format === 'ndjson'),
      );
      expect(notes[0]?.event).toMatchObject({
        logsource: { product: 'vehicle', category: 'ecu_sev' },
        fields: { cmd: 'listener', status: 'gap' },
      });
    });
    await real.close();
  });

  it('takes nothing while its source is disabled', async () => {
    world = await testListeners({ idsPort: await freePort() });
    world.settings.enabled = false;
    await sendUdp(world.listeners.ports.autosarIds, [idsMessage({ event: 1 })]);
    await new Promise((done) => setTimeout(done, 200));
    world.settings.enabled = true;
    await sendUdp(world.listeners.ports.autosarIds, [idsMessage({ event: 2 })]);
    await soon(async () => expect((await fields()).map((each) => each['ids.event_id'])).toEqual([2]));
  });
});

describe('the Security Extract', () => {
  it('is read from its file; one that is none is told and left out', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chedun-extract-'));
    const [good, bad] = [join(folder, 'ids.arxml'), join(folder, 'bad.arxml')];
    await writeFile(good, IDS_EXTRACT.bytes);
    await writeFile(bad, '<AUTOSAR>');
    const errors: unknown[] = [];
    const log = { ...silentLog, error: (_: string, told?: object) => errors.push(told) };
    expect((await loadExtract(good, log)).definitions.get(0x8001)?.name).toBe('DoorForced');
    expect((await loadExtract(undefined, log)).definitions.size).toBe(0);
    expect(errors).toEqual([]);
    expect((await loadExtract(bad, log)).definitions.size).toBe(0);
    expect((await loadExtract(join(folder, 'absent.arxml'), log)).definitions.size).toBe(0);
    expect(errors).toMatchObject([{ file: bad }, { file: join(folder, 'absent.arxml') }]);
    await rm(folder, { recursive: true });
  });
});

describe('V2X over UDP', () => {
  afterEach(() => world.close());

  it('keeps messages as they came and judges their senders', async () => {
    world = await testListeners({ v2xPort: await freePort() });
    const flood = Array.from({ length: 40 }, (_, msgCnt) =>
      bsm({ id: '0102030405060708', speed: 100, msgCnt, secMark: TEST_TIME % 60_000 }),
    );
    await sendUdp(world.listeners.ports.v2x, [...flood, Buffer.from('no message')]);
    await soon(async () => {
      const found = await fields();
      const kinds = Object.groupBy(found, (each) => String(each['v2x.kind'] ?? each['v2x.message']));
      expect(kinds['bsm']).toHaveLength(40);
      expect(kinds['undecodable']).toHaveLength(1);
      expect(kinds['misbehaviour']?.flatMap((each) => each['v2x.rules'])).toContain('v2x-rate');
      expect(kinds['misbehaviour']?.[0]).toMatchObject({
        category: 'v2x',
        signal: 'v2x-replay',
        'v2x.accused': '0102030405060708',
        src_ip: '127.0.0.1',
      });
    });
    const kept = (await world.decoded()).flatMap(({ events }) => events.filter(({ event }) => event.format === 'v2x'));
    expect(kept.map(({ raw }) => Buffer.from(raw ?? [])).slice(0, 40)).toEqual(flood);
    expect(await world.metrics.render()).toMatch(/chedun_ingest_v2x_verdicts_total\{rule="v2x-replay"\} [12]/);
  });
});
