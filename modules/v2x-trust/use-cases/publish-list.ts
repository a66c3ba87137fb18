import type { ActorRef } from '@chedun/kernel';
import { pointFromSpki, signatureFromDer } from '@chedun/gm';
import { buildRootCtl, parseCertificate, selfSign, verificationKeyValue } from '@chedun/v2x-security';
import type { Signer, SigningKey, ToBeSignedValue } from '@chedun/v2x-security';
import type { z } from 'zod';
import type { ListPublish } from '../contract.ts';
import { readList } from '../domain/trust-list.ts';
import { v2xMicros } from '../domain/v2x-time.ts';
import { v2xTrustError } from '../fault.ts';
import type { V2xTrustTables } from '../tables.ts';
import { auditTrust } from './decide.ts';
import { proposeList } from './manage-lists.ts';
import type { TrustNeeds } from './needs.ts';

/** Name of the key in the key store that signs our own lists. */
const KEY = 'v2x-trust-list';
const NAME = 'trcla.chedun.local';
/** Security management (YD/T 3957). */
const MANAGEMENT_AID = 3627;
const DAY = 86_400;
const MICRO = 1_000_000;

type PublishNeeds = TrustNeeds;

const signingKey = ({ keys }: PublishNeeds): SigningKey => ({
  curve: 'sm2',
  sign: async (input) => {
    const identity = input.kind === 'sm2' ? input.signerId : undefined;
    const { bytes } = await keys.sign(KEY, input.message, identity);
    return signatureFromDer(bytes);
  },
});

const authorityFields = (point: Uint8Array, now: number): ToBeSignedValue => ({
  id: { name: NAME },
  cracaId: { octets: '000000' },
  crlSeries: 0,
  validityPeriod: { start: now, duration: { years: 10 } },
  appPermissions: [{ aid: MANAGEMENT_AID }],
  verifyKeyIndicator: { verificationKey: verificationKeyValue({ curve: 'sm2', point }) },
});

/** Our own authority of lists; made with its key when it is first needed. */
const ownAuthority = async (needs: PublishNeeds, actor: ActorRef): Promise<Signer> => {
  const { records, clock, keys, leapSeconds, book } = needs;
  const key = signingKey(needs);
  const read = () =>
    records
      .read<V2xTrustTables>()
      .selectFrom('v2x_trust.own_authority')
      .select('certificate')
      .where('name', '=', NAME)
      .executeTakeFirst();
  const known = await read();
  if (known !== undefined) return { ...key, certificate: parseCertificate(new Uint8Array(known.certificate)) };
  const { publicKey } = await keys.ensure(KEY, 'sm2');
  if (publicKey === undefined) throw v2xTrustError('v2x-trust.state', { reason: 'the key store gave no public key' });
  const now = Math.floor(v2xMicros(clock.now(), leapSeconds) / MICRO);
  const certificate = await selfSign(authorityFields(pointFromSpki(publicKey), now), key);
  await records.transaction(async (tx) => {
    await tx
      .as<V2xTrustTables>()
      .insertInto('v2x_trust.own_authority')
      .values({ name: NAME, certificate: Buffer.from(certificate.bytes), created_at: new Date(clock.now()) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const { id8 } = certificate;
    await auditTrust(tx, actor, { action: 'v2x-trust.authority-made', kind: 'v2x-authority', id: id8 }, { name: NAME });
  });
  await book.reload();
  const kept = await read();
  return { ...key, certificate: kept === undefined ? certificate : parseCertificate(new Uint8Array(kept.certificate)) };
};

/**
 * Signs a list of trusted roots as authority of a pilot zone (SM2, key in the key store). It waits for a second person
 * like every other list; the series follows the last one that we made.
 */
export const publishList =
  (needs: PublishNeeds) =>
  async ({ roots, validDays }: z.output<typeof ListPublish>, actor: ActorRef): Promise<{ id: string }> => {
    const { records, clock, book, leapSeconds } = needs;
    const signer = await ownAuthority(needs, actor);
    const trust = await book.now();
    const chosen = roots.map((id8) => {
      const root = trust.roots.find((one) => one.id8 === id8);
      if (root === undefined) throw v2xTrustError('v2x-trust.unknown', { field: id8 });
      return root;
    });
    const last = await records
      .read<V2xTrustTables>()
      .selectFrom('v2x_trust.lists')
      .select('series')
      .where('issuer', '=', signer.certificate.id8)
      .orderBy('series', 'desc')
      .executeTakeFirst();
    const issued = Math.floor(v2xMicros(clock.now(), leapSeconds) / MICRO);
    const bytes = await buildRootCtl(
      {
        version: 1,
        issuer: { sm3AndDigest: { octets: signer.certificate.id8 } },
        series: (last?.series ?? 0) + 1,
        issueDate: issued,
        nextRootCtl: issued + validDays * DAY,
        pkiCtlInfos: chosen.map(({ value }) => ({ rootCertificate: value })),
      },
      signer,
    );
    return proposeList(needs)(readList('root-ctl', bytes), 'own', actor);
  };
