import { constants, createCipheriv, generateKeyPairSync, publicEncrypt } from 'node:crypto';
import { ANSWER, COMMAND, ENCRYPTION, encodeFrame, sealedUnit, withUnit } from '@chedun/gbt32960';
import { readAudit } from '@chedun/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CipherKeyAdded, CipherKeyList } from './cipher-contract.ts';
import type { GatewayTables } from './tables.ts';
import { gatewayWorld, type GatewayWorld } from './testing/world.ts';

const VIN = 'LSVAA0000N0000017';
const login = encodeFrame({
  edition: '2025',
  command: COMMAND.platformLogin,
  answer: ANSWER.command,
  id: VIN,
  encryption: ENCRYPTION.none,
  body: { kind: 'platform-login', time: 1_795_000_000_000, serial: 1, user: 'east', password: 'secret', rule: 3 },
});
const UNIT = Buffer.from(sealedUnit(login)).toString('hex');

const block = (name: string, key: Buffer, iv: Buffer | null): Buffer => {
  const cipher = createCipheriv(name, key, iv);
  return Buffer.concat([cipher.update(sealedUnit(login)), cipher.final()]);
};
const frameOf = (unit: Uint8Array, encryption: number): Uint8Array =>
  withUnit(login, unit, encryption) ?? new Uint8Array(0);

describe('keys that decrypt frames', () => {
  let world: GatewayWorld;
  beforeAll(async () => {
    world = await gatewayWorld();
  });
  afterAll(() => world.close());

  const add = async (body: unknown) => (await world.call('POST /gateway/cipher-keys', body)).as(CipherKeyAdded);
  const list = async () => (await world.call('GET /gateway/cipher-keys')).as(CipherKeyList);
  const opened = (frame: Uint8Array, platform: string | null = null): string | undefined => {
    const unit = world.gate().open(world.connection()).decrypt(frame, platform);
    return unit && Buffer.from(unit).toString('hex');
  };

  it('are made here and shown once, or come from the operator', async () => {
    const spec = { algorithm: 'aes' };
    const made = await add({ title: 'all vehicles', spec });
    expect(made.secret).toMatch(/^[0-9a-f]{32}$/);
    expect(made.key).toMatchObject({ subject: '*', spec: { mode: 'ecb', padding: 'pkcs7' }, status: 'active' });
    const frame = frameOf(block('aes-128-ecb', Buffer.from(made.secret ?? '', 'hex'), null), ENCRYPTION.aes);
    expect(opened(frame)).toBe(UNIT);
    expect(JSON.stringify(await list())).not.toContain(made.secret);
    const rows = await world.platform.platform.records
      .read<GatewayTables>()
      .selectFrom('gateway.cipher_keys')
      .select('sealed')
      .execute();
    expect(rows.map(({ sealed }) => sealed.toString('hex')).join()).not.toContain(made.secret);
  });

  it('decrypt SM4, RSA and leave what fits no key', async () => {
    const key = Buffer.alloc(16, 3);
    const iv = Buffer.alloc(16, 5);
    const spec = { algorithm: 'sm4', mode: 'cbc', iv: iv.toString('hex') };
    await add({ title: 'sm4', subject: VIN.toLowerCase(), spec, secret: key.toString('hex') });
    expect(opened(frameOf(block('sm4-cbc', key, iv), ENCRYPTION.sm4))).toBe(UNIT);
    expect(opened(frameOf(block('sm4-cbc', Buffer.alloc(16, 4), iv), ENCRYPTION.sm4))).toBeUndefined();
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const secret = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await add({ title: 'rsa', spec: { algorithm: 'rsa' }, secret });
    const how = { key: pair.publicKey, padding: constants.RSA_PKCS1_PADDING };
    expect(opened(frameOf(publicEncrypt(how, sealedUnit(login)), ENCRYPTION.rsa))).toBe(UNIT);
    expect(await list()).toMatchObject({ opened: 3, failed: 1 });
  });

  it('of an account are tried before those for everybody, and only on its connections', async () => {
    const key = Buffer.alloc(16, 8);
    await add({ title: 'east', subject: 'platform:east', spec: { algorithm: 'aes' }, secret: key.toString('hex') });
    const frame = frameOf(block('aes-128-ecb', key, null), ENCRYPTION.aes);
    expect(opened(frame, 'east')).toBe(UNIT);
    expect(opened(frame, 'west')).toBeUndefined();
    expect(opened(frame)).toBeUndefined();
  });

  it('are not worn out by senders: private keys work for so many frames a second', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const how = { key: publicKey, padding: constants.RSA_PKCS1_PADDING };
    const frame = frameOf(publicEncrypt(how, sealedUnit(login)), ENCRYPTION.rsa);
    for (let n = 0; n < 40; n += 1) opened(frame);
    return expect(list()).resolves.toMatchObject({ skipped: 11 });
  });

  it('are withdrawn with their secret, which is audited', async () => {
    const [key] = (await list()).items.filter(({ title }) => title === 'east');
    const path = `POST /gateway/cipher-keys/${key?.id ?? ''}/withdraw`;
    expect((await world.call(path)).status).toBe(200);
    expect((await world.call(path)).problem?.code).toBe('gateway.no-such-key');
    expect(opened(frameOf(block('aes-128-ecb', Buffer.alloc(16, 8), null), ENCRYPTION.aes), 'east')).toBeUndefined();
    const { lines } = await readAudit(world.platform.platform.records, { limit: 1 });
    expect(lines[0]).toMatchObject({ action: 'gateway.cipher-key-withdrawn' });
  });

  it('that are none are refused', async () => {
    const bad = { title: 'x', spec: { algorithm: 'aes' }, secret: 'z'.repeat(32) };
    expect((await world.call('POST /gateway/cipher-keys', bad)).problem?.code).toBe('gateway.bad-secret');
    const made = { title: 'x', spec: { algorithm: 'rsa' } };
    expect((await world.call('POST /gateway/cipher-keys', made)).problem?.code).toBe('gateway.secret-needed');
  });
});
