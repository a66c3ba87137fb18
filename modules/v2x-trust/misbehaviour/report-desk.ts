import { pointFromSpki } from '@chedun/gm';
import { isDomainError, type Clock } from '@chedun/kernel';
import type { Keys } from '@chedun/keys';
import type { Logger } from '@chedun/log';
import type { PseudonymsAsks } from '@chedun/pseudonyms/contract';
import type { Records } from '@chedun/records';
import type { Random } from '@chedun/v2x-pki';
import { encodeReport } from '@chedun/v2x/reporting';
import { parseCertificate } from '@chedun/v2x-security';
import type { ParsedCertificate } from '@chedun/v2x-security';
import { validityDates } from '../domain/certificate-view.ts';
import { v2xMicros } from '../domain/v2x-time.ts';
import { v2xTrustError } from '../fault.ts';
import type { V2xTrustTables } from '../tables.ts';
import type { Accusation } from './accuse.ts';
import { documentOf } from './document.ts';
import {
  findReport,
  keepReport,
  noteDelivery,
  waitingReports,
  type DeliveryResult,
  type WaitingReport,
} from './report-store.ts';
import { REPORTER_KEY, reporterSigner, sealReport } from './seal-report.ts';

/** What reports stand on. */
export interface ReportNeeds {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly randomBytes: Random;
  readonly keys: Pick<Keys, 'ensure' | 'sign'>;
  readonly log: Pick<Logger, 'warn'>;
  readonly leapSeconds: number;
  readonly authority: Pick<PseudonymsAsks, 'ownAuthorities' | 'certifyReporter' | 'takeReport'>;
}

/** Makes misbehaviour reports, keeps them and hands them to the misbehaviour authority. */
export interface ReportDesk {
  /** Keeps a report and hands it over; nobody waits for it. */
  readonly file: (accusation: Accusation) => void;
  /** Hands over everything that waits. */
  readonly deliverWaiting: () => Promise<void>;
  /** Hands one report over again. Throws `v2x-trust.unknown`. */
  readonly deliver: (id: string) => Promise<DeliveryResult>;
  /** Resolves when everything that was filed has been kept and tried. */
  readonly settled: () => Promise<void>;
}

/** Accusations that wait for the records; beyond it they are dropped and told in the log. */
const MOST_WAITING = 256;
const DAY = 86_400_000;
/** A new certificate is asked for when the old one ends within so many days. */
const RENEW_DAYS = 14;

/** Certificate of this platform as a reporter; asked for once, and again before it ends. */
const reporterCertificate = async (
  { records, clock, keys, authority, leapSeconds }: ReportNeeds,
  issuer: string,
): Promise<ParsedCertificate> => {
  const known = await records
    .read<V2xTrustTables>()
    .selectFrom('v2x_trust.reporter')
    .select(['certificate', 'until'])
    .where('issuer', '=', issuer)
    .executeTakeFirst();
  if (known !== undefined && known.until.getTime() - clock.now() > RENEW_DAYS * DAY)
    return parseCertificate(new Uint8Array(known.certificate));
  const { publicKey } = await keys.ensure(REPORTER_KEY, 'sm2');
  if (publicKey === undefined) throw v2xTrustError('v2x-trust.state', { reason: 'the key store gave no public key' });
  const certificate = parseCertificate(await authority.certifyReporter(pointFromSpki(publicKey)));
  const row = {
    certificate: Buffer.from(certificate.bytes),
    until: new Date(validityDates(certificate, leapSeconds).until),
  };
  await records.transaction(async (tx) => {
    await tx
      .as<V2xTrustTables>()
      .insertInto('v2x_trust.reporter')
      .values({ issuer, ...row })
      .onConflict((same) => same.column('issuer').doUpdateSet(row))
      .execute();
  });
  return certificate;
};

const result = (state: DeliveryResult['state'], problem: string | null = null): DeliveryResult => ({
  state,
  problem,
  deliveredAt: null,
  authorityId: null,
});

/** Hands one report over. What the authority refuses stays refused, what could not be tried waits. */
const handOver = async (needs: ReportNeeds, { issuer, bytes }: WaitingReport): Promise<DeliveryResult> => {
  const { clock, keys, authority, leapSeconds, randomBytes } = needs;
  const own = await authority.ownAuthorities();
  if (own === undefined || parseCertificate(own.aca).id8 !== issuer) return result('foreign');
  try {
    const signer = reporterSigner(keys, await reporterCertificate(needs, issuer));
    const sealing = { generatedAt: v2xMicros(clock.now(), leapSeconds), random: randomBytes };
    const envelope = await sealReport(new Uint8Array(bytes), signer, parseCertificate(own.ma), sealing);
    const { id } = await authority.takeReport(envelope);
    return { state: 'delivered', problem: null, deliveredAt: new Date(clock.now()), authorityId: id };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const { reason } = error.detail;
    return result('refused', reason === undefined ? error.code : `${error.code}: ${String(reason)}`);
  }
};

/** Opens the desk. */
export const openReportDesk = (needs: ReportNeeds): ReportDesk => {
  const { records, clock, newId, log, leapSeconds } = needs;
  let work = Promise.resolve();
  let waiting = 0;

  const deliverOne = async (report: WaitingReport): Promise<DeliveryResult> => {
    const found = await handOver(needs, report);
    await noteDelivery(records, report.id, found);
    return found;
  };
  const make = async (accusation: Accusation): Promise<void> => {
    const { certificate, earlier, place } = accusation;
    const generatedAt = v2xMicros(clock.now(), leapSeconds);
    const document = documentOf(accusation.report, { certificate, earlier, place, generatedAt });
    const id = newId();
    await keepReport(records, id, accusation, document, encodeReport(document));
    const kept = await findReport(records, id);
    if (kept !== undefined) await deliverOne(kept);
  };
  return {
    file: (accusation) => {
      if (waiting >= MOST_WAITING) {
        log.warn('a misbehaviour report was dropped: too many wait', { signer: accusation.signer });
        return;
      }
      waiting += 1;
      work = work
        .then(() => make(accusation))
        .catch((error: unknown) => log.warn('a misbehaviour report waits: it could not be handed over', { error }))
        .finally(() => {
          waiting -= 1;
        });
    },
    deliverWaiting: async () => {
      for (const report of await waitingReports(records)) await deliverOne(report);
    },
    deliver: async (id) => {
      const report = await findReport(records, id);
      if (report === undefined) throw v2xTrustError('v2x-trust.unknown', { field: id });
      return deliverOne(report);
    },
    settled: async () => work,
  };
};
