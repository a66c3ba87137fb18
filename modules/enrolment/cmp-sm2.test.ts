import { nameText, parseCertificate, parseName } from '@chedun/x509';
import type { PkiBody, PkiMessage } from '@chedun/x509/cmp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sm2Device } from '../certificates/testing/requests.ts';
import type { SecretsMade } from './contract.ts';
import type { EnrolmentTables } from './tables.ts';
import {
  confirmationOf,
  isTrue,
  messageOf,
  newTransaction,
  requestOf,
  send,
  type Protection,
} from './testing/sm2-device.ts';
import { enrolmentWorld, type EnrolmentWorld } from './testing/world.ts';

const LABEL = 'vehicle-ca.vehicle';

describe('CMP with SM2 and SM3', () => {
  let world: EnrolmentWorld;
  let authority: Uint8Array;
  beforeAll(async () => {
    world = await enrolmentWorld('sm2');
    [authority = new Uint8Array()] = await world.asks.chain('vehicle-ca');
  }, 300_000);
  afterAll(() => world.close(), 60_000);

  const secretFor = async (vin: string, mac: 'pbmac1' | 'password-based' = 'pbmac1') => {
    const body = { authority: 'vehicle-ca', profile: 'vehicle', subjects: [{ vin, device: null }], days: 30 };
    const [made] = ((await world.call('makeDeviceSecrets', { body })) as SecretsMade).items;
    if (made === undefined) throw new Error('no secret');
    return { kind: 'secret', mac, reference: made.reference, secret: made.secret } as const;
  };
  const ask = async (body: PkiBody, protection: Protection, transaction = newTransaction()) => {
    const { message } = await send(world.port, LABEL, await messageOf(body, protection, transaction));
    if (message === undefined) throw new Error('no answer');
    return message;
  };
  const certificateIn = ({ body }: PkiMessage): Uint8Array => {
    const der = 'responses' in body ? body.responses[0]?.certificate : undefined;
    if (der === undefined) throw new Error(`no certificate in ${JSON.stringify(body)}`);
    return der;
  };
  const failureIn = ({ body }: PkiMessage): string | undefined => {
    if (body.kind === 'error') return body.status.failures[0];
    return 'responses' in body ? body.responses[0]?.status.failures[0] : undefined;
  };
  const secretRow = (reference: string) =>
    world.platform.platform.records
      .read<EnrolmentTables>()
      .selectFrom('enrolment.secrets')
      .selectAll()
      .where('reference', '=', reference)
      .executeTakeFirstOrThrow();

  it.each(['pbmac1', 'password-based'] as const)(
    'gives a certificate for a secret under %s, and renews it',
    async (mac) => {
      const vin = mac === 'pbmac1' ? 'LSVAA49J132000101' : 'LSVAA49J132000102';
      const [protection, device, transaction] = [await secretFor(vin, mac), sm2Device(), newTransaction()];
      const answer = await ask({ kind: 'ir', requests: [requestOf(vin, device)] }, protection, transaction);
      expect(await isTrue(answer, protection, authority)).toBe(true);
      const der = certificateIn(answer);
      expect(nameText(parseName(parseCertificate(der).subject))).toContain(`CN=${vin}`);
      expect((await secretRow(protection.reference)).state).toBe('open');
      const follow = { ...transaction, recipientNonce: answer.header.senderNonce };
      expect((await ask(confirmationOf(der), protection, follow)).body.kind).toBe('pkiconf');
      expect((await ask(confirmationOf(der), protection, follow)).body.kind).toBe('pkiconf');
      expect((await secretRow(protection.reference)).state).toBe('spent');
      const own = { kind: 'certificate', device, der } as const;
      const early = await ask({ kind: 'kur', requests: [requestOf(vin)] }, own);
      expect(await isTrue(early, own, authority)).toBe(true);
      expect(failureIn(early)).toBe('badRequest');
    },
  );

  it('answers a message that comes twice with the same bytes, and another in its transaction with an error', async () => {
    const vin = 'LSVAA49J132000103';
    const [protection, transaction] = [await secretFor(vin), newTransaction()];
    const bytes = await messageOf({ kind: 'ir', requests: [requestOf(vin)] }, protection, transaction);
    const first = await send(world.port, LABEL, bytes);
    expect(Buffer.from((await send(world.port, LABEL, bytes)).raw)).toEqual(Buffer.from(first.raw));
    const other = await ask({ kind: 'ir', requests: [requestOf(vin)] }, protection, transaction);
    expect(failureIn(other)).toBe('transactionIdInUse');
    expect((await secretRow(protection.reference)).attempts).toBe(1);
  });

  it('gives the certificate that a crash left behind instead of a second one', async () => {
    const vin = 'LSVAA49J132000104';
    const protection = await secretFor(vin);
    const bytes = await messageOf({ kind: 'ir', requests: [requestOf(vin)] }, protection);
    const first = await send(world.port, LABEL, bytes);
    const db = world.platform.platform.records.read<EnrolmentTables>();
    const lost = { state: 'working', serial: null, certificate_hash: null, sender_nonce: null, answer: null } as const;
    await db
      .updateTable('enrolment.transactions')
      .set(lost)
      .where('secret', '=', (await secretRow(protection.reference)).id)
      .execute();
    const busy = (await send(world.port, LABEL, bytes)).message;
    expect(busy && failureIn(busy)).toBe('transactionIdInUse');
    world.platform.clock.advance(61_000);
    const again = await send(world.port, LABEL, bytes);
    if (first.message === undefined || again.message === undefined) throw new Error('no answer');
    expect(Buffer.from(certificateIn(again.message))).toEqual(Buffer.from(certificateIn(first.message)));
    expect((await secretRow(protection.reference)).attempts).toBe(1);
  });

  it('revokes the certificate that a device lost when it asks anew, and what it does not accept', async () => {
    const vin = 'LSVAA49J132000105';
    const protection = await secretFor(vin);
    const lost = certificateIn(await ask({ kind: 'ir', requests: [requestOf(vin)] }, protection));
    const transaction = newTransaction();
    const answer = await ask({ kind: 'ir', requests: [requestOf(vin)] }, protection, transaction);
    const der = certificateIn(answer);
    expect((await world.asks.known(lost))?.state).toBe('revoked');
    const follow = { ...transaction, recipientNonce: answer.header.senderNonce };
    const wrong = confirmationOf(lost);
    expect(failureIn(await ask(wrong, protection, follow))).toBe('badCertId');
    expect(
      failureIn(await ask(confirmationOf(der), protection, { ...follow, recipientNonce: new Uint8Array(16) })),
    ).toBe('badRecipientNonce');
    expect((await world.asks.known(der))?.state).toBe('valid');
    expect((await ask({ kind: 'certConf', confirmations: [] }, protection, follow)).body.kind).toBe('pkiconf');
    expect((await world.asks.known(der))?.state).toBe('revoked');
    expect((await secretRow(protection.reference)).state).toBe('open');
  });

  it('wants proof of possession, one request, a known sender, and a secret that is still good', async () => {
    const vin = 'LSVAA49J132000106';
    const protection = await secretFor(vin);
    const right = requestOf(vin);
    const failureOf = async (body: PkiBody, by: Protection = protection) => failureIn(await ask(body, by));
    expect(await failureOf({ kind: 'ir', requests: [{ ...right, proof: requestOf(vin).proof }] })).toBe('badPOP');
    expect(await failureOf({ kind: 'ir', requests: [{ ...right, proof: { kind: 'ra-verified' } }] })).toBe('badPOP');
    expect(await failureOf({ kind: 'ir', requests: [right, right] })).toBe('badRequest');
    expect(await failureOf({ kind: 'kur', requests: [right] })).toBe('notAuthorized');
    expect(await failureOf({ kind: 'pollReq', ids: [0] })).toBe('badRequest');
    const stranger = sm2Device();
    const foreign = { kind: 'certificate', device: stranger, der: authority } as const;
    expect(await failureOf({ kind: 'cr', requests: [right] }, foreign)).toBe('signerNotTrusted');
    expect(await failureOf({ kind: 'ir', requests: [right] }, { ...protection, secret: 'guess' })).toBe(
      'badMessageCheck',
    );
    const { id } = await secretRow(protection.reference);
    await world.call('withdrawDeviceSecret', { params: { id } });
    expect(await failureOf({ kind: 'ir', requests: [right] })).toBe('badMessageCheck');
    expect((await secretRow(protection.reference)).sealed).toHaveLength(0);
    await expect(world.call('withdrawDeviceSecret', { params: { id } })).rejects.toMatchObject({
      code: 'enrolment.secret-unknown',
    });
  });

  it('keeps secrets sealed, and refuses those that lack what the profile binds to', async () => {
    const { reference, secret } = await secretFor('LSVAA49J132000107');
    const row = await secretRow(reference);
    expect(row.sealed.includes(Buffer.from(secret))).toBe(false);
    const order = { authority: 'vehicle-ca', profile: 'vehicle', days: 1, subjects: [{ vin: null, device: 'x1' }] };
    await expect(world.call('makeDeviceSecrets', { body: order })).rejects.toMatchObject({
      code: 'enrolment.subject-missing',
    });
    await expect(world.call('makeDeviceSecrets', { body: { ...order, profile: 'tlcp' } })).rejects.toMatchObject({
      code: 'certificates.request-refused',
    });
    await expect(
      world.call('makeDeviceSecrets', {
        body: { ...order, authority: 'root', subjects: [{ vin: 'LSVAA49J132000107', device: null }] },
      }),
    ).rejects.toMatchObject({ code: 'certificates.key-sealed' });
  });

  it('says with HTTP what is no message of CMP', async () => {
    const { status } = await send(world.port, LABEL, Buffer.from('no message'));
    expect(status).toBe(400);
    expect((await send(world.port, 'nobody.vehicle', Buffer.from('x'))).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${world.port}/.well-known/cmp/p/${LABEL}`)).status).toBe(405);
    const text = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' };
    expect((await fetch(`http://127.0.0.1:${world.port}/.well-known/cmp/p/${LABEL}`, text)).status).toBe(415);
  });
}, 300_000);
