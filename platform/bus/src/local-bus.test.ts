import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openLocalBus } from './local-bus.ts';
import { Collector, appendNumbers, busContract, testJournal } from './testing/bus-contract.ts';
import type { BusHarness } from './testing/bus-contract.ts';

const make = async (): Promise<BusHarness & { readonly dir: string }> => {
  const dir = await mkdtemp(join(tmpdir(), 'chedun-bus-'));
  const journal = await testJournal(dir);
  onTestFinished(async () => {
    await journal.close();
    await rm(dir, { recursive: true, force: true });
  });
  const open = () => openLocalBus({ journal, positions: join(dir, 'positions') });
  return { dir, journal, bus: open(), reopen: async () => open() };
};

busContract('the bus inside one process', make, { skip: false });

it('reports damaged frames by number and goes on behind them', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'chedun-bus-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const first = await testJournal(dir);
  for (let at = 1; at <= 5; at += 1) await appendNumbers(first, at, at);
  await first.close();
  const segment = join(dir, 'network', '00000000000000000001.seg');
  const bytes = await readFile(segment);
  const frameLength = (bytes.length - 128) / 5;
  bytes.write('?', 128 + 3 * frameLength - 1);
  await writeFile(segment, bytes);
  const journal = await testJournal(dir);
  const seen = new Collector();
  const consumption = await openLocalBus({ journal, positions: join(dir, 'positions') }).consume({
    name: 'reader',
    ...seen,
  });
  await seen.until(5);
  await consumption.stop();
  await journal.close();
  expect(seen.numbers).toEqual([1, 2, 4, 5]);
  expect(seen.errors).toMatchObject([{ code: 'journal.damaged', detail: { seq: 3, nextSeq: 4 } }]);
});

it('stops with journal.ahead when the journal was rolled back behind the position', async () => {
  const { dir, journal, bus } = await make();
  await appendNumbers(journal, 1, 3);
  const seen = new Collector();
  const consumption = await bus.consume({ name: 'reader', ...seen });
  await seen.until(3);
  await consumption.stop();
  await writeFile(join(dir, 'positions', 'reader.position'), `chedun-position 1 ${journal.id} 9\n`);
  const ahead = await bus.consume({ name: 'reader', ...seen });
  await expect(ahead.done).rejects.toMatchObject({ code: 'journal.ahead' });
});

it('ends its consumers when the journal closes', async () => {
  const { journal, bus } = await make();
  const seen = new Collector();
  const consumption = await bus.consume({ name: 'reader', ...seen });
  await appendNumbers(journal, 1, 2);
  await seen.until(2);
  await journal.close();
  await expect(consumption.done).resolves.toBeUndefined();
});
