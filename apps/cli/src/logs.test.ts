import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { proveRecord, sha256 } from '@chedun/journal/seal';
import { formatRecordProof, formatVerifierKey } from '@chedun/merkle';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealedLog, testSigner, type SealedFolder } from '../../../platform/journal/src/testing/sealed.ts';
import { chedun, temporaryFolder, type Folder } from '../testing/chedun.ts';

let folder: Folder;
let log: SealedFolder;
let dataDir: string;
let keyFile: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  dataDir = join(folder.path, 'data');
  log = await sealedLog(dataDir, { frames: 300, rows: 4, segmentBytes: 32 * 1024 });
  const line = formatVerifierKey(sha256, log.signer.key);
  keyFile = join(folder.path, 'keys.txt');
  await writeFile(keyFile, `# the log\n${line}\n`);
  await writeFile(join(log.logFolder, 'keys.txt'), `${line}\n`);
}, 60_000);
afterAll(() => folder.remove());

/** A copy of the data folder that a test may change. */
const copyOf = async (name: string): Promise<string> => {
  const dir = join(folder.path, name);
  await cp(dataDir, dir, { recursive: true });
  return dir;
};

const changeRow = async (dir: string): Promise<void> => {
  const path = join(dir, 'journal/network/00000000000000000001.seg');
  const bytes = await readFile(path);
  // Frames whose number is a multiple of three are not compressed.
  const at = bytes.indexOf('{"seq":9,"row":2');
  expect(at).toBeGreaterThan(0);
  bytes[at + 7] = '8'.charCodeAt(0);
  await writeFile(path, bytes);
};

const verify = (...words: string[]) => chedun(['logs', 'verify', ...words, '--json']);
const first = (run: { json: () => readonly Record<string, unknown>[] }) => run.json()[0] ?? {};

describe('chedun logs verify', () => {
  it('finds nothing in an untouched folder, and says how much it read', async () => {
    const run = await verify('--data', dataDir, '--key', keyFile);
    expect(run.code).toBe(0);
    expect(first(run)).toMatchObject({
      kind: 'intact',
      logs: [{ stream: 'network', frames: 300, rows: 1200, size: 300, problems: [] }],
    });
  });

  it('names frame and row of one changed byte, in words as well', async () => {
    const dir = await copyOf('changed');
    await changeRow(dir);
    const run = await verify('--data', dir, '--key', keyFile);
    expect(run.code).toBe(1);
    expect(first(run)).toMatchObject({
      logs: [{ problems: [{ kind: 'frame-altered', seq: 9, row: 2, rows: 4, source: 'source-4' }] }],
    });
    const words = await chedun(['--lang', 'en', 'logs', 'verify', '--data', dir, '--key', keyFile]);
    expect(words.out).toContain('frame 9, row 2 (from 0), altered');
    const elsewhere = await verify('--data', dir, '--key', keyFile, '--from', '250');
    expect(elsewhere.code).toBe(0);
  });

  it('believes no other key, and a checkpoint kept elsewhere shows that everything was rolled back', async () => {
    const other = join(folder.path, 'other.txt');
    await writeFile(other, formatVerifierKey(sha256, testSigner(log.signer.key.name).key));
    expect((await verify('--data', dataDir, '--key', other)).code).toBe(2);
    const known = join(folder.path, 'known');
    const later = { size: 400, root: new Uint8Array(32), sha256Root: new Uint8Array(32) };
    await writeFile(known, log.signer.note(later, '2026-11-24T00:00:00.000Z'));
    const run = await verify('--data', dataDir, '--key', keyFile, '--known', known);
    expect(run.code).toBe(1);
    expect(first(run)).toMatchObject({ logs: [{ problems: [{ kind: 'rolled-back', place: '400' }] }] });
  });

  it('says what it cannot read', async () => {
    expect((await verify('--export', join(folder.path, 'none.tar'), '--key', keyFile)).code).toBe(2);
    expect((await verify('--data', join(folder.path, 'nothing'))).code).toBe(2);
    expect(
      (await verify('--data', dataDir, '--key', join(dataDir, 'journal/network/00000000000000000001.seg'))).code,
    ).toBe(2);
    expect((await verify('--data', dataDir, '--from', '0')).code).toBe(2);
  });
});

describe('an export', () => {
  it('of a part is verified offline with the key alone, and a changed byte in it is found', async () => {
    const out = join(folder.path, 'export.tar');
    const made = await chedun([
      'logs',
      'export',
      '--data-dir',
      dataDir,
      '--from',
      '150',
      '--to',
      '200',
      '--out',
      out,
      '--json',
    ]);
    expect(made.code).toBe(0);
    expect(first(made)).toMatchObject({ file: out, from: 150, to: 200 });
    const run = await verify('--export', out, '--key', keyFile);
    expect(run.json()[0]).toMatchObject({ kind: 'intact' });
    const frames = (first(run)['logs'] as { frames: number; from: number }[])[0];
    expect(frames?.from).toBeLessThanOrEqual(150);
    expect(frames?.frames).toBeLessThan(300);
    const bytes = await readFile(out);
    const at = bytes.indexOf('{"seq":180,"row":1');
    bytes[at + 3] = 0x58;
    await writeFile(out, bytes);
    const found = await verify('--export', out, '--key', keyFile);
    expect(found.code).toBe(1);
    expect(first(found)).toMatchObject({ logs: [{ problems: [{ kind: 'frame-altered', seq: 180, row: 1 }] }] });
  });

  it('that was made by somebody else cannot write outside, and a cut one is refused', async () => {
    const out = join(folder.path, 'cut.tar');
    await chedun(['logs', 'export', '--data-dir', dataDir, '--out', out]);
    const bytes = await readFile(out);
    await writeFile(out, bytes.subarray(0, bytes.length / 2));
    expect((await verify('--export', out, '--key', keyFile)).code).toBe(2);
    const { tarEntry, TAR_END } = await import('../../../platform/journal/src/seal/tar.ts');
    await writeFile(out, Buffer.concat([tarEntry({ name: 'seal/../../evil', content: Buffer.from('x') }), TAR_END]));
    expect((await verify('--export', out, '--key', keyFile)).code).toBe(2);
    await writeFile(out, Buffer.alloc(700, 7));
    expect((await verify('--export', out, '--key', keyFile)).code).toBe(2);
  });
});

describe('chedun logs check', () => {
  it('shows the record of a proof, and what does not hold', async () => {
    const keys = [log.signer.key];
    const proof = await proveRecord({ ...log, keys, stream: 'network', seq: 9, record: 2 });
    const file = join(folder.path, 'proof.json');
    await writeFile(file, formatRecordProof(proof));
    const run = await chedun(['logs', 'check', file, '--key', keyFile, '--json']);
    expect(run.code).toBe(0);
    expect(first(run)).toMatchObject({ holds: true, seq: 9, record: 2, size: 300, source: 'source-4' });
    expect(String(first(run)['content'])).toContain('"seq":9,"row":2');
    await writeFile(file, formatRecordProof({ ...proof, record: 3, index: 9 }));
    const wrong = await chedun(['logs', 'check', file, '--key', keyFile, '--json']);
    expect(wrong.code).toBe(1);
    expect(first(wrong)).toMatchObject({ holds: false, failed: 'header' });
    await writeFile(file, '{}');
    expect((await chedun(['logs', 'check', file, '--key', keyFile])).code).toBe(2);
  });
});

describe('chedun witness', () => {
  it('prints its keys, signs, and remembers over a restart what it signed', async () => {
    const data = join(folder.path, 'witness');
    await mkdir(data);
    const main = fileURLToPath(new URL('./main.ts', import.meta.url));
    const start = async () => {
      const words = [
        '--lang',
        'en',
        'witness',
        '--data',
        data,
        '--log-key',
        keyFile,
        '--port',
        '0',
        '--name',
        'auditor/w',
      ];
      const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
      let text = '';
      for await (const part of child.stdout) {
        text += String(part);
        if (text.split('\n').length > 3) break;
      }
      const url = /http:\/\/[\d.]+:\d+/.exec(text)?.[0] ?? '';
      const stop = async (): Promise<number | null> => {
        child.kill('SIGTERM');
        const [code] = (await once(child, 'exit')) as [number | null];
        return code;
      };
      return { url, text, stop };
    };
    const note = await readFile(join(log.logFolder, 'checkpoint'), 'utf8');
    const before = await start();
    expect(before.text).toContain('auditor/w+');
    const signed = await fetch(`${before.url}/add-checkpoint`, { method: 'POST', body: `old 0\n\n${note}` });
    expect(signed.status).toBe(200);
    expect((await signed.text()).startsWith('— auditor/w ')).toBe(true);
    expect(await before.stop()).toBe(0);
    const after = await start();
    expect(
      await (await fetch(`${after.url}/checkpoint?origin=${encodeURIComponent(log.signer.key.name)}`)).text(),
    ).toBe(note);
    await after.stop();
  }, 60_000);
});
