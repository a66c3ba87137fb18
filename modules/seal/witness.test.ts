import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixedClock } from '@chedun/kernel';
import { openFileKeys } from '@chedun/keys';
import { silentLog } from '@chedun/records/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealedLog, type SealedFolder } from '../../platform/journal/src/testing/sealed.ts';
import { askWitness, witnessKeys } from './witness-client.ts';
import { openWitness, openWitnessBook, serveWitness } from './witness/index.ts';

let dir: string;
let log: SealedFolder;
let fork: SealedFolder;
const notes: string[] = [];
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'chedun-witness-'));
  const folder = join(dir, 'log');
  log = await sealedLog(folder, {
    frames: 300,
    rows: 1,
    onCheckpoint: async () => void notes.push(await readFile(join(folder, 'seal/network/checkpoint'), 'utf8')),
  });
  fork = await sealedLog(join(dir, 'fork'), { frames: 400, rows: 1 });
}, 60_000);
afterAll(() => rm(dir, { recursive: true }));

let number = 0;
const startWitness = async () => {
  number += 1;
  const folder = join(dir, `witness-${number}`);
  const clock = fixedClock(1_795_400_000_000);
  const keys = await openFileKeys({
    folder: join(folder, 'keys'),
    passphrase: 'p',
    clock,
    randomBytes,
    log: silentLog,
  });
  const book = await openWitnessBook(folder);
  const witness = await openWitness({ name: 'auditor.example/w', keys, book, logKeys: [log.signer.key], clock });
  const server = await serveWitness({ witness, book }, { host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${server.port}`;
  const ask = (note: string, old: number, logFolder = log.logFolder) =>
    askWitness({ url, keys: witness.keyLines, logFolder, note, old });
  return { ...server, url, witness, book, ask };
};

const note = (at: number): string => notes[at] ?? '';

describe('a witness', () => {
  it('signs what continues the last checkpoint with both keys, and remembers it over a restart of the server', async () => {
    const { ask, close, url, witness, book } = await startWitness();
    const first = await ask(note(0), 0);
    expect(first).toMatchObject({ kind: 'signed', size: 100 });
    expect(first.kind === 'signed' && first.lines.split('\n').filter(Boolean)).toHaveLength(2);
    expect(await ask(note(2), 100)).toMatchObject({ kind: 'signed', size: 300 });
    // The server forgot what was signed: the witness tells.
    expect(await ask(note(2), 0)).toMatchObject({ kind: 'signed', size: 300 });
    expect(await (await fetch(`${url}/checkpoint?origin=${encodeURIComponent(log.signer.key.name)}`)).text()).toBe(
      note(2),
    );
    expect((await (await fetch(`${url}/keys`)).text()).trim().split('\n')).toEqual(witness.keyLines);
    expect(witnessKeys(witness.keyLines)).toHaveLength(2);
    expect(await book.conflicts()).toEqual([]);
    await close();
  });

  it('refuses a log that was rolled back, and keeps both checkpoints as proof', async () => {
    const { ask, close, url } = await startWitness();
    await ask(note(2), 0);
    expect(await ask(note(1), 300)).toMatchObject({ kind: 'refused' });
    const conflicts = (await (await fetch(`${url}/conflicts`)).json()) as { conflicts: object[] };
    expect(conflicts.conflicts).toMatchObject([{ kind: 'rolled-back', known: note(2), refused: note(1) }]);
    await close();
  });

  it('refuses a fork that the key of the log has signed', async () => {
    const { ask, close, book } = await startWitness();
    await ask(note(1), 0);
    const { Frontier } = await import('@chedun/merkle');
    const { sm3Tree } = await import('@chedun/journal/seal');
    const other = new Frontier(sm3Tree, () => undefined);
    for (let at = 0; at < 200; at += 1) other.append(sm3Tree.leaf(Buffer.from(String(at))));
    const head = { size: 200, root: other.root(), sha256Root: new Uint8Array(32) };
    const forked = log.signer.note(head, '2026-11-23T01:00:00.000Z');
    expect(await ask(forked, 200)).toMatchObject({ kind: 'refused', reason: expect.stringContaining('forked') });
    // A longer fork cannot be proved to continue what was signed.
    const longer = log.signer.note({ ...head, size: 300, root: other.root() }, '2026-11-23T01:00:00.000Z');
    expect(await ask(longer, 200)).toMatchObject({ kind: 'refused', reason: expect.stringContaining('unproven') });
    expect((await book.conflicts()).map(({ kind }) => kind)).toEqual(['forked', 'unproven']);
    await close();
  });

  it('signs nothing of a log that it does not watch, and nothing that is not signed', async () => {
    const { ask, close, url } = await startWitness();
    const foreign = await readFile(join(fork.logFolder, 'checkpoint'), 'utf8');
    expect(await ask(foreign, 0, fork.logFolder)).toMatchObject({
      kind: 'silent',
      reason: expect.stringContaining('404'),
    });
    const forged = fork.signer.note({ size: 1, root: new Uint8Array(32), sha256Root: new Uint8Array(32) }, 'x');
    const renamed = forged.replaceAll(fork.signer.key.name, log.signer.key.name);
    const answered = await fetch(`${url}/add-checkpoint`, { method: 'POST', body: `old 0\n\n${renamed}` });
    expect(answered.status).toBe(403);
    for (const [body, status] of [
      ['', 400],
      ['x'.repeat(300_000), 413],
      [`old 9\n\n${note(0).replace('\n100\n', '\n1\n')}`, 403],
      [`old 900\n\n${note(0)}`, 400],
    ] as const)
      expect((await fetch(`${url}/add-checkpoint`, { method: 'POST', body })).status, body.slice(0, 20)).toBe(status);
    expect((await fetch(`${url}/other`)).status).toBe(404);
    expect((await fetch(`${url}/keys`, { method: 'DELETE' })).status).toBe(405);
    await close();
  });

  it('that is away or somebody else counts as silent', async () => {
    const { ask, close, url } = await startWitness();
    const other = await startWitness();
    const keys = other.witness.keyLines;
    const stranger = await askWitness({ url, keys, logFolder: log.logFolder, note: note(0), old: 0 });
    expect(stranger).toMatchObject({ kind: 'silent', reason: expect.stringContaining('no valid signature') });
    await close();
    await other.close();
    expect(await ask(note(0), 0)).toMatchObject({ kind: 'silent' });
  });

  it('keys of a log are no keys of a witness', () => {
    expect(witnessKeys(['nonsense'])).toBeUndefined();
    expect(witnessKeys(['sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'])).toBeUndefined();
  });
});
