import type { ActorRef } from '@chedun/kernel';
import type { Tx } from '@chedun/records';
import { formatPem } from '@chedun/x509';
import type { IssueAnswer, IssueCommand, Profile } from '../contract.ts';
import type { CertificateRequest } from '../contract/asks.ts';
import { requestDer, requestOf } from '../domain/read-request.ts';
import { certificatesError, type CertificatesErrorCode } from '../errors.ts';
import type { CertificateTables } from '../tables.ts';
import { issueRows, type IssueNeeds, type RowResult } from './issue.ts';
import { fitRequest, type SignedCertificate } from './prepare.ts';
import { keepRequest, type RequestNeeds } from './requests.ts';
import type { z } from 'zod';

/** What asking for single certificates stands on. */
export type EnrolNeeds = IssueNeeds & Pick<RequestNeeds, 'newId' | 'personOf'>;

/** Who asks, with his roles: profiles may name the roles that may. */
export interface Asker extends ActorRef {
  readonly roles: readonly string[];
}

/** Refuses an asker whose role the profile does not name. Throws `certificates.role-refused`. */
export const demandRole = (profile: Profile, { roles }: Pick<Asker, 'roles'>): void => {
  if (profile.roles.length > 0 && !profile.roles.some((role) => roles.includes(role)))
    throw certificatesError('certificates.role-refused', { reason: profile.id });
};

/** The certificates of a result. Throws the error of a row that was refused. */
export const certificatesOf = (result: RowResult | undefined): readonly SignedCertificate[] => {
  if (result?.kind === 'issued') return result.certificates;
  const code = (result?.code ?? 'certificates.request-refused') as CertificatesErrorCode;
  throw certificatesError(code, { reason: result?.reason ?? 'nothing was issued' });
};

/** PEM of certificates, one behind the other. */
export const pemOf = (list: readonly Uint8Array[]): string =>
  list.map((bytes) => formatPem({ label: 'CERTIFICATE', bytes })).join('');

const answerOf = (certificates: readonly SignedCertificate[]): z.input<typeof IssueAnswer> => ({
  serials: certificates.map(({ serial }) => serial),
  pem: pemOf(certificates.map(({ der }) => der)),
  waits: null,
});

/** Issues one certificate, or keeps the request for another person where the profile says so. */
export const issueOne =
  (needs: EnrolNeeds) =>
  async (command: IssueCommand, asker: Asker): Promise<z.input<typeof IssueAnswer>> => {
    const [profile, authority] = [
      await needs.profiles.get(command.profile),
      await needs.authorities.named(command.authority),
    ];
    demandRole(profile, asker);
    const row = { csr: requestDer(command.csr), vin: command.vin, device: command.device, row: null };
    if (profile.approval === 'second-person') {
      // What would be refused later is refused now.
      const { organization } = await needs.settings.get();
      const { text } = fitRequest(row, profile, organization);
      return { serials: [], pem: '', waits: await keepRequest(needs)('issue', command, [text], asker) };
    }
    const [result] = await issueRows(needs)({ profile, authority, rows: [row], actor: asker, batch: null });
    return answerOf(certificatesOf(result));
  };

/** Issues what was asked for and approved. */
export const issueApproved =
  (needs: IssueNeeds) =>
  async (command: IssueCommand, actor: ActorRef, alongside: (tx: Tx) => Promise<void>): Promise<readonly string[]> => {
    const [profile, authority] = [
      await needs.profiles.get(command.profile),
      await needs.authorities.named(command.authority),
    ];
    const row = { csr: requestDer(command.csr), vin: command.vin, device: command.device, row: null };
    const [result] = await issueRows(needs)({
      profile,
      authority,
      rows: [row],
      actor,
      batch: null,
      alongside: async (tx, [only]) => {
        certificatesOf(only);
        await alongside(tx);
      },
    });
    return certificatesOf(result).map(({ serial }) => serial);
  };

const DAY = 86_400_000;

/** Whether a successor may be asked for: valid, without one, and inside the window of its profile. */
export const isRenewable = (
  {
    state,
    successor,
    notAfter,
  }: { readonly state: string; readonly successor: string | null; readonly notAfter: number },
  { renewalDays }: Pick<Profile, 'renewalDays'>,
  now: number,
): boolean => state === 'valid' && successor === null && now <= notAfter && now >= notAfter - renewalDays * DAY;

/** Issues the successor of a certificate, for the same subject. Throws `certificates.not-renewable`. */
export const renew =
  (needs: IssueNeeds) =>
  async (serial: string, csr: string | CertificateRequest, asker: Asker): Promise<z.input<typeof IssueAnswer>> => {
    const old = await needs.records
      .read<CertificateTables>()
      .selectFrom('certificates.certificates')
      .select(['state', 'successor', 'not_after', 'profile', 'authority', 'subject', 'vin', 'device'])
      .where('serial', '=', serial)
      .executeTakeFirst();
    if (old === undefined) throw certificatesError('certificates.unknown', { reason: serial });
    const profile = await needs.profiles.get(old.profile);
    demandRole(profile, asker);
    const facts = { state: old.state, successor: old.successor, notAfter: old.not_after.getTime() };
    if (!isRenewable(facts, profile, needs.clock.now())) throw certificatesError('certificates.not-renewable');
    const { vin, device, subject } = old;
    const row = { csr: requestOf(csr), vin, device, row: null, predecessor: { serial, subject } };
    const authority = await needs.authorities.byId(old.authority);
    const [result] = await issueRows(needs)({ profile, authority, rows: [row], actor: asker, batch: null });
    return answerOf(certificatesOf(result));
  };
