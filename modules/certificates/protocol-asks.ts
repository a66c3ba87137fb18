import type { ActorRef } from '@chedun/kernel';
import type { Tx } from '@chedun/records';
import { sql } from 'kysely';
import { SIGNATURE, signAs } from './authorities.ts';
import { RevocationReason, type Profile, type StateCommand } from './contract.ts';
import type { CertificatesAsks, IssuedCertificate } from './contract/asks.ts';
import { sm3Of } from './domain/proof.ts';
import { certificatesError } from './errors.ts';
import type { CertificateTables } from './tables.ts';
import { certificatesOf, demandRole, type Asker, type EnrolNeeds } from './use-cases/enrol.ts';
import { issueRows } from './use-cases/issue.ts';
import { keepRequest } from './use-cases/requests.ts';

/** What protocols stand on beside issuing. */
export interface ProtocolNeeds {
  readonly change: (command: StateCommand, actor: ActorRef, alongside?: (tx: Tx) => Promise<void>) => Promise<number>;
}

/** Certificates as other modules get them. */
export const issuedOf = (
  list: readonly { readonly serial: string; readonly der: Uint8Array }[],
): IssuedCertificate => ({ serials: list.map(({ serial }) => serial), der: list.map(({ der }) => der) });

/** Refuses profiles that this asker may not have, or not without another person. */
export const demandUnattended = (profile: Profile, asker: Pick<Asker, 'roles'>): void => {
  demandRole(profile, asker);
  if (profile.approval === 'second-person')
    throw certificatesError('certificates.request-refused', {
      reason: `${profile.id} needs the approval of another person`,
    });
};

const offer =
  (needs: EnrolNeeds): CertificatesAsks['offer'] =>
  async ({ authority: name, profile: id, roles }) => {
    const [profile, authority] = [await needs.profiles.get(id), await needs.authorities.named(name)];
    demandUnattended(profile, { roles });
    signAs(needs.keys, authority);
    if (profile.delivery === 'tlcp-pair')
      throw certificatesError('certificates.request-refused', { reason: `${id} is delivered as a pair` });
    return { binding: profile.binding };
  };

const further =
  (needs: EnrolNeeds): CertificatesAsks['further'] =>
  async (serial, { authority: name, profile: id, csr }, asker) => {
    const [profile, authority] = [await needs.profiles.get(id), await needs.authorities.named(name)];
    const held = await needs.records
      .read<CertificateTables>()
      .selectFrom('certificates.certificates')
      .select(['profile', 'vin', 'device'])
      .where('serial', '=', serial)
      .where('state', '=', 'valid')
      .executeTakeFirst();
    if (held === undefined) throw certificatesError('certificates.unknown', { reason: serial });
    if (!profile.askedWith.includes(held.profile) || profile.binding === 'none')
      throw certificatesError('certificates.role-refused', { reason: `${id} with a certificate of ${held.profile}` });
    const { vin, device } = held;
    const rows = [{ csr, vin, device, row: null }];
    const [result] = await issueRows(needs)({ profile, authority, rows, actor: asker, batch: null });
    return issuedOf(certificatesOf(result));
  };

type RevokeCommand = Extract<StateCommand, { readonly kind: 'revoke' }>;

const revoke =
  (needs: EnrolNeeds & ProtocolNeeds): CertificatesAsks['revoke'] =>
  async ({ serial, reason, note }, asker) => {
    const command: RevokeCommand = { kind: 'revoke', serials: [serial], reason: commandReason(reason), note };
    const { deviceRevocation, compromise } = await needs.settings.get();
    const isUrgent = command.reason === 'keyCompromise' && compromise === 'immediate';
    if (deviceRevocation === 'immediate' || isUrgent) {
      await needs.change(command, asker);
      return { waits: null };
    }
    const before = await waitingFor(needs, serial);
    return { waits: before ?? (await keepRequest(needs)('revoke', command, [serial], asker)) };
  };

/** A device that asks again does not fill the desk of the person who decides. */
const waitingFor = async ({ records }: EnrolNeeds, serial: string): Promise<string | undefined> => {
  const row = await records
    .read<CertificateTables>()
    .selectFrom('certificates.requests')
    .select('id')
    .where('kind', '=', 'revoke')
    .where('state', '=', 'waiting')
    .where(sql<boolean>`about @> ${JSON.stringify([serial])}::jsonb`)
    .executeTakeFirst();
  return row?.id;
};

/** Reasons that make no sense for the certificate of a device are kept as unspecified. */
const commandReason = (reason: string): RevocationReason => {
  const read = RevocationReason.safeParse(reason);
  return read.success ? read.data : 'unspecified';
};

const withdraw =
  ({ records, change }: EnrolNeeds & ProtocolNeeds): CertificatesAsks['withdraw'] =>
  async (serials, note, actor) => {
    if (serials.length === 0) return;
    const rows = await records
      .read<CertificateTables>()
      .selectFrom('certificates.certificates')
      .select('serial')
      .where('serial', 'in', serials)
      .where('state', '<>', 'revoked')
      .execute();
    if (rows.length === 0) return;
    await change(
      { kind: 'revoke', serials: rows.map(({ serial }) => serial), reason: 'cessationOfOperation', note },
      actor,
    );
  };

const certificatesIn = ({ records }: Pick<EnrolNeeds, 'records'>) =>
  records.read<CertificateTables>().selectFrom('certificates.certificates').select('der');

/** Asks of the enrolment protocols. */
export const protocolAsks = (
  needs: EnrolNeeds & ProtocolNeeds,
): Pick<CertificatesAsks, 'offer' | 'further' | 'revoke' | 'withdraw' | 'signer' | 'issuedTo' | 'derOf'> => ({
  offer: offer(needs),
  further: further(needs),
  revoke: revoke(needs),
  withdraw: withdraw(needs),
  issuedTo: async (publicKey, profile, since) => {
    const row = await certificatesIn(needs)
      .where('key_hash', '=', Buffer.from(sm3Of(publicKey)))
      .where('profile', '=', profile)
      .where('state', '=', 'valid')
      .where('issued_at', '>=', new Date(since))
      .orderBy('issued_at', 'desc')
      .executeTakeFirst();
    return row && new Uint8Array(row.der);
  },
  derOf: async (serial) => {
    const row = await certificatesIn(needs).where('serial', '=', serial).executeTakeFirst();
    return row && new Uint8Array(row.der);
  },
  signer: async (name) => {
    const authority = await needs.authorities.named(name);
    const chain = await needs.authorities.chainOf(authority);
    return {
      chain: chain.toReversed().map(({ certificate }) => certificate.raw),
      algorithm: SIGNATURE[authority.algorithm],
      sign: signAs(needs.keys, authority),
    };
  },
});
