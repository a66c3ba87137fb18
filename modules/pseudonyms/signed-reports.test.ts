import { generateKeyPair, sign } from '@chedun/gm';
import { encryptMessage, issueCertificate, parseCertificate, signMessage } from '@chedun/v2x-security';
import type { Signer } from '@chedun/v2x-security';
import { randomScalar, recipientOf, toHex } from '@chedun/v2x-pki';
import type { Pseudonym } from '@chedun/v2x-pki/device';
import { encodeReport, observationOf, REPORT_AID, wrapReport } from '@chedun/v2x/reporting';
import type { ReportDocument } from '@chedun/v2x/reporting';
import { verificationKeyValue } from '@chedun/v2x-security';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAccused } from './read-accused.ts';
import { certifyReporter } from './roles/reporters.ts';
import { enrolled, pseudonymsOf, roleWorld } from './testing/index.ts';
import type { RoleWorld } from './testing/index.ts';

const MICRO = 1_000_000;

describe('a signed misbehaviour report', () => {
  let world: RoleWorld;
  let reporter: Signer;
  let car: readonly Pseudonym[];
  const { privateKey, publicKey } = generateKeyPair();
  const keyed = (certificate: Signer['certificate']): Signer => ({
    curve: 'sm2',
    certificate,
    sign: (input) => sign(privateKey, input.message, input.kind === 'sm2' ? input.signerId : undefined),
  });

  beforeAll(async () => {
    world = await roleWorld('cn', { periodsAhead: 1 });
    const vehicle = await enrolled(world, 'LSVAA49J132047201');
    await world.makeAll(1);
    car = await pseudonymsOf(world, vehicle, world.i());
    reporter = keyed(await certifyReporter(world.platform.platform, world.hierarchy, publicKey));
  }, 300_000);
  afterAll(() => world?.close());

  const said = (pseudonym: Signer, count = 1): Promise<Uint8Array> => {
    const header = { aid: world.hierarchy.settings.aids[0] ?? 0, generationTime: world.now() * MICRO + count };
    return signMessage({ profile: 'cn', payload: new Uint8Array(30), header, signer: 'digest' }, pseudonym);
  };
  const documentOn = async (
    pseudonym: Pseudonym | undefined,
    change: Partial<ReportDocument> = {},
  ): Promise<ReportDocument> => {
    if (pseudonym === undefined) throw new Error('no pseudonym');
    const messages = [await said(pseudonym, 1), await said(pseudonym, 2)];
    return {
      generatedAt: world.now() * MICRO,
      place: { latitude: 312_000_000, longitude: 1_214_000_000, elevation: 4096 },
      aid: world.hierarchy.settings.aids[0] ?? 0,
      observations: [observationOf('v2x-constant-position')],
      streams: [{ messages, certificate: pseudonym.certificate.value, subject: 1 }],
      measured: {
        suspicion: 1.5,
        signs: [{ rule: 'v2x-constant-position', times: 2, observed: 13.9, limit: 0.2, unit: 'm' }],
        related: [],
      },
      ...change,
    };
  };
  const envelopeOf = async (document: ReportDocument, by: Signer = reporter, aid = REPORT_AID): Promise<Uint8Array> => {
    const { randomBytes } = world.platform.platform;
    const draft = { profile: 'cn', payload: encodeReport(document), header: { aid }, signer: 'certificate' } as const;
    const to = recipientOf(parseCertificate(world.hierarchy.certificates.ma.bytes));
    const randomness = { key: randomBytes(16), nonce: randomBytes(12), ephemeral: [randomScalar(randomBytes)] };
    return wrapReport(encryptMessage('cn', 'sm4Ccm', await signMessage(draft, by), [to], randomness));
  };
  const take = (envelope: Uint8Array) => world.roles.ma.takeSigned(envelope, world.platform.platform.newId());
  const refused = async (envelope: Uint8Array, reason: RegExp): Promise<void> =>
    expect(take(envelope)).rejects.toMatchObject({
      code: 'pseudonyms.bad-report',
      detail: { reason: expect.stringMatching(reason) },
    });

  it('is kept once, and collected by certificate with its linkage value', async () => {
    const one = await envelopeOf(await documentOn(car[0]));
    const { id } = await take(one);
    expect(await take(one)).toEqual({ id });
    const second = { ...(await documentOn(car[0])), generatedAt: world.now() * MICRO + 7 };
    const { id: later } = await take(await envelopeOf(second));
    await take(await envelopeOf(await documentOn(car[1])));
    const accused = await listAccused(world.platform.platform.records, 10);
    expect(accused).toHaveLength(2);
    const first = accused.find(
      ({ certificateId }) => certificateId === toHex(car[0]?.certificate.hash.subarray(-10) ?? new Uint8Array(0)),
    );
    expect(first).toMatchObject({
      suite: 'cn',
      period: world.i(),
      reports: 2,
      reporters: 1,
      messages: 4,
      suspicion: 1.5,
      observations: [{ name: 'v2x-constant-position', times: 4 }],
      revocation: 'none',
    });
    expect(first?.linkage).toMatch(/^[0-9a-f]{18}$/);
    expect([id, later]).toContain(first?.reportId);
    const found = await world.roles.ma.revoke(first?.certificateId ?? '');
    expect(found.perPeriod).toBe(4);
  });

  it('accuses nobody of what they did not sign', async () => {
    const [victim, other] = car;
    const document = await documentOn(victim);
    if (other === undefined || victim === undefined) throw new Error('no pseudonyms');
    const foreign = { messages: [await said(other)], certificate: victim.certificate.value, subject: 0 };
    await refused(await envelopeOf({ ...document, streams: [foreign] }), /signature/);
    await refused(await envelopeOf({ ...document, aid: 99 }), /another application/);
    const [stream] = document.streams;
    const [good = new Uint8Array(0)] = stream?.messages ?? [];
    const forged = {
      messages: [good.with(-1, (good.at(-1) ?? 0) ^ 1)],
      certificate: victim.certificate.value,
      subject: 0,
    };
    await refused(await envelopeOf({ ...document, streams: [forged] }), /signature/);
  });

  it('counts only from a reporter of this hierarchy that may report', async () => {
    const document = await documentOn(car[0]);
    await refused(await envelopeOf(document, car[1]), /may not sign reports/);
    await refused(await envelopeOf(document, reporter, 111), /application 111/);
    const fields = {
      ...reporter.certificate.value.toBeSigned,
      verifyKeyIndicator: { verificationKey: verificationKeyValue({ curve: 'sm2', point: publicKey }) },
    };
    const strange = keyed(await issueCertificate(fields, keyed(reporter.certificate)));
    await refused(await envelopeOf(document, strange), /reporter does not verify/);
    await refused(new Uint8Array([3, 0x82, 1, 2, 3]), /envelope/);
  });
});
