import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ANSWER, decodeFrame } from '@chedun/gbt32960';
import { createFramer } from '@chedun/jtt808';
import { TEST_TIME } from '@chedun/records/testing';
import { tlcpConnect } from '@chedun/tlcp-socket';
import { identityOf, makeParties, revocationList, type Parties } from '@chedun/tlcp/testing';
import { formatPem } from '@chedun/x509';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Gate, GatedConnection } from '../contract.ts';
import { freePort, testListeners, type TestListeners } from '../testing/listeners.ts';
import { terminal } from '../testing/terminals.ts';
import { frames, VINS } from '../testing/vehicles.ts';

const [VIN] = VINS;
const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 5000, interval: 10 });

/** A gate that lets everybody in and writes down who came. */
const openGate = (): { readonly gate: Gate; readonly connections: GatedConnection[] } => {
  const connections: GatedConnection[] = [];
  const gate: Gate = {
    open: (connection) => {
      connections.push(connection);
      return {
        admit: async () => true,
        frame: () => true,
        took: () => undefined,
        decrypt: () => undefined,
        end: () => undefined,
      };
    },
  };
  return { gate, connections };
};

describe('vehicles and terminals over TLCP', () => {
  let folder: string;
  let parties: Parties;
  let world: TestListeners;
  let crl: string;
  let files: Readonly<Record<'signCert' | 'signKey' | 'encryptCert' | 'encryptKey' | 'ca', string>>;

  beforeAll(async () => {
    parties = await makeParties();
    folder = await mkdtemp(join(tmpdir(), 'chedun-tlcp-'));
    crl = join(folder, 'authority.crl');
    const write = async (name: string, label: string, ...ders: readonly Uint8Array[]): Promise<string> => {
      await writeFile(join(folder, name), ders.map((bytes) => formatPem({ label, bytes })).join(''));
      return join(folder, name);
    };
    const { sign, encrypt, authority, root } = parties;
    files = {
      signCert: await write('sign.pem', 'CERTIFICATE', sign.certificate.raw, authority.raw),
      signKey: await write('sign.key', 'PRIVATE KEY', sign.pkcs8),
      encryptCert: await write('encrypt.pem', 'CERTIFICATE', encrypt.certificate.raw),
      encryptKey: await write('encrypt.key', 'PRIVATE KEY', encrypt.pkcs8),
      ca: await write('ca.pem', 'CERTIFICATE', root.certificate.raw),
    };
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  afterEach(() => world.close());

  const open = async (clientCertificate: 'optional' | 'required', more: Partial<typeof files> = {}) => {
    const told = openGate();
    const how = { decryption: 'engine', revocation: 'if-known', crls: [crl], issuingAuthorities: [] } as const;
    const vehicleTlcp = { ...files, ...more, ...how, clientCertificate };
    await writeFile(crl, await revocationList(parties, []));
    const ports = { gbt32960TlcpPort: await freePort(), jtt808TlcpPort: await freePort() };
    world = await testListeners({ ...ports, vehicleTlcp }, told);
    return told;
  };
  const dial = (isProven: 'proven' | 'unproven', port: 'gbt32960Tlcp' | 'jtt808Tlcp' = 'gbt32960Tlcp') =>
    tlcpConnect({
      address: '127.0.0.1',
      port: world.listeners.ports[port] ?? 0,
      trust: { anchors: parties.anchors },
      now: () => parties.at,
      ...(isProven === 'proven' ? { identity: identityOf(parties) } : {}),
    });

  it('takes the login of a vehicle, answers it, and tells the gate its certificate', async () => {
    const told = await open('required');
    const vehicle = await dial('proven');
    const received: Buffer[] = [];
    vehicle.on('data', (bytes: Buffer) => received.push(bytes));
    vehicle.write(frames.login(VIN, TEST_TIME));
    await soon(() => expect(Buffer.concat(received)).toHaveLength(31));
    expect(decodeFrame(Buffer.concat(received)).answer).toBe(ANSWER.ok);
    expect(told.connections[0]).toMatchObject({
      listener: 'gbt32960',
      ip: '127.0.0.1',
      certificate: {
        subject: 'LTEST000000000001',
        fingerprint: createHash('sha256').update(parties.client.certificate.raw).digest('hex'),
      },
    });
    vehicle.destroy();
    await soon(() => expect(world.listeners.sessions()).toEqual([]));
  });

  it('takes the frames of a terminal of JT/T 808, answers them, and tells the gate its certificate', async () => {
    const told = await open('required');
    const device = await dial('proven', 'jtt808Tlcp');
    const received: Buffer[] = [];
    device.on('data', (bytes: Buffer) => received.push(bytes));
    device.write(terminal.heartbeat());
    await soon(() => expect(createFramer().push(Buffer.concat(received))).toHaveLength(1));
    expect(told.connections[0]).toMatchObject({
      listener: 'jtt808',
      certificate: { subject: 'LTEST000000000001' },
    });
    expect(world.listeners.terminalFrames().total).toBe(1);
    device.destroy();
  });

  it('ends the connection of a vehicle whose certificate is revoked, says why, and lets it in no more', async () => {
    await open('optional');
    const vehicle = await dial('proven');
    const ended = new Promise((done) => vehicle.on('close', done));
    vehicle.on('error', () => undefined).resume();
    vehicle.write(frames.login(VIN, TEST_TIME));
    await soon(() => expect(world.listeners.sessions()).toMatchObject([{ frames: 1 }]));
    const dates = { thisUpdate: TEST_TIME - 1000, nextUpdate: TEST_TIME + 1_000_000 };
    const { serial } = parties.client.certificate;
    world.listeners.revoke('pki', [await revocationList(parties, [serial], { ...dates, number: 2 })]);
    await ended;
    await expect(dial('proven')).rejects.toThrow('certificate_revoked');
    await soon(async () => {
      const events = (await world.decoded()).flatMap(({ events: each }) => each.map(({ event }) => event.fields));
      expect(events.map(({ status }) => status)).toContain('closed_revoked');
    });
  });

  it('lets a client without a certificate in where one is optional, and turns it away where one is required', async () => {
    const optional = await open('optional');
    const vehicle = await dial('unproven');
    vehicle.write(frames.login(VIN, TEST_TIME));
    await soon(() => expect(optional.connections[0]).toMatchObject({ certificate: undefined }));
    vehicle.destroy();
    await world.close();
    const required = await open('required');
    await expect(dial('unproven')).rejects.toThrow('handshake_failure');
    expect(required.connections).toEqual([]);
  });

  it('does not open without the key for encryption; the rest goes on', async () => {
    await open('optional', { encryptKey: files.signKey });
    expect(world.listeners.ports.gbt32960Tlcp).toBeUndefined();
  });
});
