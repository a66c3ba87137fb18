import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCheckpoint, sha256 } from '@chedun/journal/seal';
import { isDomainError } from '@chedun/kernel';
import { parseVerifierKey } from '@chedun/merkle';
import { readAudit } from '@chedun/records';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CheckpointList, Proof, ProofView, SealedLogs, VerifyRun, WitnessList } from './contract.ts';
import { sealWorld, type SealWorld } from './testing/world.ts';
import { seal } from './module.ts';

let world: SealWorld;
beforeAll(async () => {
  world = await sealWorld();
}, 60_000);
afterAll(() => world.close());

const WAIT = { timeout: 30_000, interval: 100 };
const network = async () => SealedLogs.parse(await world.call('listSealedLogs')).items[0];
const prove = async (seq: number, index: number) =>
  Proof.parse(await world.call('proveRecord', { params: { journal: 'network', seq, index } }));
const verify = async (body: object = {}): Promise<VerifyRun> => {
  const { id } = await world.call<{ id: string }>('startVerifyRun', { body: { stream: 'network', ...body } });
  return vi.waitFor(async () => {
    const run = VerifyRun.parse(await world.call('getVerifyRun', { params: { id } }));
    expect(run.status).not.toBe('running');
    return run;
  }, WAIT);
};
const check = async (id: string) =>
  world
    .app()
    .registry.checks()
    .find((each) => each.id === id)
    ?.run();

describe('a log', () => {
  it('waits for its first frame', async () => {
    expect(await network()).toMatchObject({ stream: 'network', state: 'waiting', size: 0, sealedAt: null });
    expect(await check('seal.sealed')).toMatchObject({ outcome: 'unknown' });
    expect(await check('seal.verified')).toMatchObject({ outcome: 'unknown' });
    expect(await world.app().asksOf(seal).lastCheckpoint('network')).toBeUndefined();
  });

  it('proves a record that has just come, signed with SM2 and Ed25519', async () => {
    await world.send(40);
    const { view, file } = await prove(40, 1);
    expect(view).toMatchObject({ failed: null, seq: 40, record: 1, size: 40, index: 39, source: 'gateway' });
    expect(view.content).toBe('{"row":1,"at":39}');
    expect(view.signatures.map(({ type, valid }) => [type, valid])).toEqual([
      ['ed25519', true],
      ['sm2-sm3', true],
    ]);
    expect(view.path.at(-1)?.node).toBe(view.root);
    const checked = ProofView.parse(await world.call('checkProof', { body: { file } }));
    expect(checked).toEqual(view);
    const forged = JSON.stringify({ ...JSON.parse(file), payload: Buffer.from('other').toString('base64') });
    expect(ProofView.parse(await world.call('checkProof', { body: { file: forged } })).failed).toBe('payload');
    const [line] = (await readAudit(world.platform.platform.records, { limit: 1 })).lines;
    expect(line).toMatchObject({ action: 'seal.record-proved', target: { id: 'network/40/1' } });
    expect(await world.app().asksOf(seal).lastCheckpoint('network')).toMatchObject({ size: 40 });
  });

  it('refuses to prove what is not there', async () => {
    await expect(prove(4000, 0)).rejects.toSatisfy((error) => isDomainError(error, 'journal.not_sealed'));
  });

  it('publishes checkpoints that its published keys verify', async () => {
    const log = await network();
    expect(log).toMatchObject({ state: 'sealing', size: 40, durable: 40, fault: null });
    const keys = (log?.keys ?? []).map((line) => parseVerifierKey(sha256, line));
    const note = await readFile(join(world.logFolder, 'checkpoint'), 'utf8');
    expect(openCheckpoint(note, keys).signatures.map(({ valid }) => valid)).toEqual([true, true]);
    expect((await readFile(join(world.logFolder, 'keys.txt'), 'utf8')).trim().split('\n')).toEqual(log?.keys);
    const { items } = CheckpointList.parse(
      await world.call('listCheckpoints', { query: { stream: 'network', limit: 5 } }),
    );
    expect(items[0]).toMatchObject({ size: 40, valid: true, signatures: ['ed25519', 'sm2-sm3'] });
    expect(await check('seal.sealed')).toMatchObject({ outcome: 'pass', facts: { frames: 40 } });
  });

  it('goes on after a restart where it was', async () => {
    await world.restart();
    await world.send(300);
    expect((await prove(340, 0)).view).toMatchObject({ failed: null, size: 340 });
    expect((await prove(1, 0)).view).toMatchObject({ failed: null });
  });
});

describe('a verification', () => {
  it('of an untouched log finds nothing, and counts the rows of the event store', async () => {
    for (let seq = 1; seq <= 340; seq += 1) world.stored.set(seq, { rows: 2, distinct: 2, highest: 1 });
    expect(await verify()).toMatchObject({ status: 'intact', frames: 340, rows: 680, compared: 340, problems: [] });
    expect(await check('seal.verified')).toMatchObject({ outcome: 'pass' });
  });

  it('names frames of which the event store holds other rows', async () => {
    world.stored.set(7, { rows: 3, distinct: 3, highest: 2 });
    world.stored.set(9, { rows: 1, distinct: 1, highest: 0 });
    world.stored.set(11, { rows: 2, distinct: 1, highest: 0 });
    const run = await verify({ from: 1, to: 20 });
    expect(run.problems.map(({ kind, seq, place }) => [kind, seq, place])).toEqual([
      ['store-differs', 7, 'inserted'],
      ['store-differs', 9, 'missing'],
      ['store-differs', 11, 'doubled'],
    ]);
    for (const seq of [7, 9, 11]) world.stored.set(seq, { rows: 2, distinct: 2, highest: 1 });
  });

  it('names a changed byte, which becomes a critical finding', async () => {
    const path = join(world.journalFolder, '00000000000000000001.seg');
    const bytes = await readFile(path);
    const at = bytes.indexOf('"at":5}');
    bytes[at + 5] = '6'.charCodeAt(0);
    await writeFile(path, bytes);
    const run = await verify();
    expect(run).toMatchObject({
      status: 'problems',
      problems: [{ kind: 'frame-altered', seq: 6, row: 0, source: 'gateway' }],
    });
    await vi.waitFor(async () => {
      const { items } = await world.findings();
      expect(items.find(({ title }) => title.includes('verification'))).toMatchObject({
        severity: 'critical',
        module: 'seal',
      });
    }, WAIT);
    expect(await check('seal.verified')).toMatchObject({ outcome: 'fail' });
    bytes[at + 5] = '5'.charCodeAt(0);
    await writeFile(path, bytes);
  });

  it('does not miss what was removed with leave, and nothing else', async () => {
    await rm(join(world.journalFolder, '00000000000000000001.seg'));
    const next = Number((await verify()).problems[0]?.lastSeq) + 1;
    expect(next).toBeGreaterThan(20);
    await world.app().asksOf(seal).noteRemoved('network', next);
    expect(await verify()).toMatchObject({ status: 'intact' });
  });
});

describe('witnesses', () => {
  it('with keys of something else are refused, and one that is away is silent', async () => {
    const body = {
      name: 'A',
      url: 'http://127.0.0.1:9',
      keys: ['sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'],
    };
    await expect(world.call('addWitness', { body })).rejects.toSatisfy((error) =>
      isDomainError(error, 'seal.witness-keys'),
    );
    expect(await check('seal.witnessed')).toMatchObject({ outcome: 'unknown' });
    expect(WitnessList.parse(await world.call('listWitnesses')).items).toEqual([]);
  });
});

describe('a log that does not fit any more', () => {
  it('is not sealed over when everything was rolled back: the ledger says so', async () => {
    await world.copyTo('earlier');
    await world.send(20);
    await prove(360, 0);
    await world.restart(() => world.putBack('earlier'));
    const log = await network();
    expect(log).toMatchObject({ state: 'broken', size: 340, fault: expect.stringContaining('rolled back') });
    await world.send(5);
    await expect(prove(345, 0)).rejects.toThrow();
    expect(await readFile(join(world.logFolder, 'checkpoint'), 'utf8')).toContain('\n340\n');
    expect(await check('seal.sealed')).toMatchObject({ outcome: 'fail' });
    await vi.waitFor(async () => {
      const { items } = await world.findings();
      expect(items.find(({ title }) => title.includes('does not agree'))).toMatchObject({ severity: 'critical' });
    }, WAIT);
  });

  it('stays so over a restart', async () => {
    await world.restart();
    expect(await network()).toMatchObject({ state: 'broken' });
  });
});
