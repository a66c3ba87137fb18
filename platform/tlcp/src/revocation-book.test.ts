import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityOf, makeParties, revocationList, type Parties } from '@chedun/tlcp/testing';
import { formatPem } from '@chedun/x509';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { revocationBook, tlcpConnect, tlcpServer, watchRevocationFiles, type RevocationMode } from './index.ts';
import { sessionCache } from '@chedun/tlcp';

let parties: Parties;
beforeAll(async () => {
  parties = await makeParties();
});

const serials = () => [parties.client.certificate.serial];

/** A server that lets clients in by the lists of a book. */
const serve = async (mode: RevocationMode, clients: 'optional' | 'required') => {
  const book = revocationBook();
  const sessions = sessionCache();
  book.onChange(sessions.clear);
  const server = tlcpServer(
    {
      signCertificate: parties.sign.certificate.raw,
      encryptCertificate: parties.encrypt.certificate.raw,
      chain: [parties.authority.raw],
      sign: parties.sign.sign,
      decrypt: parties.encrypt.decrypt,
      sessions,
      clients: { mode: clients, trust: book.trust({ anchors: parties.anchors }, mode) },
      now: () => parties.at,
    },
    (socket) => socket.on('error', () => undefined).resume(),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const cache = { cache: sessionCache(), key: 'here' };
  const dial = () =>
    tlcpConnect({
      address: '127.0.0.1',
      port,
      trust: { anchors: parties.anchors },
      identity: identityOf(parties),
      sessions: cache,
      now: () => parties.at,
    });
  return { book, dial, close: () => server.close() };
};

describe('clients of TLCP', () => {
  test('are turned away once a list names them, and a session of before does not help', async () => {
    const { book, dial, close } = await serve('if-known', 'required');
    (await dial()).destroy();
    const again = await dial();
    expect(again.tlcp()?.isResumed).toBe(true);
    again.destroy();
    expect(book.set('a', [await revocationList(parties, serials())])).toBeUndefined();
    await expect(dial()).rejects.toThrow('certificate_revoked');
    expect(book.lists(parties.client.certificate)).toBe(true);
    book.set('a', [await revocationList(parties, [], { number: 2 })]);
    (await dial()).destroy();
    close();
  });

  test('are turned away as revoked also where a certificate is optional', async () => {
    const { book, dial, close } = await serve('if-known', 'optional');
    book.set('a', [await revocationList(parties, serials())]);
    await expect(dial()).rejects.toThrow('certificate_revoked');
    close();
  });

  test('need a current list of every authority where one is required', async () => {
    const { book, dial, close } = await serve('required', 'required');
    await expect(dial()).rejects.toThrow('certificate_unknown');
    const late = { thisUpdate: parties.at - 9e8, nextUpdate: parties.at - 8e8 };
    book.set('a', [await revocationList(parties, [], late)]);
    await expect(dial()).rejects.toThrow('certificate_unknown');
    close();
  });

  test('are not turned away by a list that somebody else signed', async () => {
    const { book, dial, close } = await serve('if-known', 'required');
    const other = await makeParties();
    book.set('a', [
      await revocationList({ ...parties, issuing: { ...parties.issuing, key: other.issuing.key } }, serials()),
    ]);
    (await dial()).destroy();
    close();
  });
});

describe('files of revocation lists', () => {
  let folder: string;
  const told: string[] = [];
  const say = (message: string): void => void told.push(message);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chedun-crl-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('are read again when they change; one that cannot be read leaves the list before it in force', async () => {
    const [file, nowhere] = [join(folder, 'list.crl'), join(folder, 'nowhere.crl')];
    const put = async (content: Uint8Array | string, second: number): Promise<void> => {
      await writeFile(file, content);
      await utimes(file, second, second);
    };
    await put(await revocationList(parties, []), 1);
    const book = revocationBook();
    const options = { files: [file, nowhere], book, everyMs: 5, now: () => parties.at, log: { warn: say, error: say } };
    const watched = await watchRevocationFiles(options);
    expect(told).toEqual(['a revocation list cannot be read']);
    expect(book.lists(parties.client.certificate)).toBe(false);
    await put(formatPem({ label: 'X509 CRL', bytes: await revocationList(parties, serials(), { number: 2 }) }), 2);
    await vi.waitFor(() => expect(book.lists(parties.client.certificate)).toBe(true));
    await put('nothing', 3);
    await vi.waitFor(() => expect(told).toContain('a revocation list cannot be used'));
    expect(book.state()).toMatchObject([{ from: file, entries: 1 }]);
    watched.close();
  });

  test('that are overdue are told once', async () => {
    const file = join(folder, 'late.crl');
    await writeFile(
      file,
      await revocationList(parties, [], { thisUpdate: parties.at - 9e8, nextUpdate: parties.at - 8e8 }),
    );
    const book = revocationBook();
    told.length = 0;
    const options = { files: [file], book, everyMs: 1_000_000, now: () => parties.at, log: { warn: say, error: say } };
    (await watchRevocationFiles(options)).close();
    expect(told).toEqual(['the next revocation list has not come; this one does not count any more']);
  });
});
