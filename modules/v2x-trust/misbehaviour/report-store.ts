import { toJsonText, type Records } from '@chedun/records';
import { observationOf, type ReportDocument } from '@chedun/v2x/reporting';
import type { RuleId } from '@chedun/v2x/misbehaviour';
import { parseCertificate } from '@chedun/v2x-security';
import type { ReportObservation, ReportState } from '../contract.ts';
import { degreesOf } from '../domain/certificate-view.ts';
import type { V2xTrustTables } from '../tables.ts';
import type { Accusation } from './accuse.ts';

/** Reports that are kept in all. */
const MOST_REPORTS = 5000;

/** A report that has to be handed over. */
export interface WaitingReport {
  readonly id: string;
  readonly issuer: string;
  readonly bytes: Buffer;
}

/** What became of a report. */
export interface DeliveryResult {
  readonly state: ReportState;
  readonly problem: string | null;
  readonly deliveredAt: Date | null;
  readonly authorityId: string | null;
}

const observationsOf = ({ report }: Accusation): readonly ReportObservation[] =>
  report.observations.map(({ rule, times, worst }) => ({ rule, ...observationOf(rule as RuleId), times, ...worst }));

/** Keeps a report that was just made. */
export const keepReport = (
  records: Records,
  id: string,
  accusation: Accusation,
  document: ReportDocument,
  bytes: Uint8Array,
): Promise<void> =>
  records.transaction(async (tx) => {
    const { at, signer, certificate, linkage, receiver, place, report } = accusation;
    const { lat, lon } = place === undefined ? { lat: null, lon: null } : degreesOf(place);
    const db = tx.as<V2xTrustTables>();
    await db
      .insertInto('v2x_trust.reports')
      .values({
        id,
        at: new Date(at),
        signer,
        issuer: parseCertificate(certificate).issuer?.id8 ?? '',
        linkage: linkage ?? null,
        aid: document.aid,
        receiver,
        lat,
        lon,
        suspicion: report.suspicion,
        observations: toJsonText([...observationsOf(accusation)]) as never,
        related: toJsonText([...(document.measured?.related ?? [])]) as never,
        messages: document.streams.reduce((sum, { messages }) => sum + messages.length, 0),
        bytes: Buffer.from(bytes),
        state: 'waiting',
        problem: null,
        tries: 0,
        delivered_at: null,
        authority_id: null,
      })
      .execute();
    const kept = db
      .selectFrom('v2x_trust.reports')
      .select('id')
      .orderBy('at', 'desc')
      .orderBy('id')
      .limit(MOST_REPORTS);
    await db.deleteFrom('v2x_trust.reports').where('id', 'not in', kept).execute();
  });

const MOST_AT_ONCE = 100;

/** Reports that wait, oldest first. */
export const waitingReports = (records: Pick<Records, 'read'>): Promise<WaitingReport[]> =>
  records
    .read<V2xTrustTables>()
    .selectFrom('v2x_trust.reports')
    .select(['id', 'issuer', 'bytes'])
    .where('state', '=', 'waiting')
    .orderBy('at')
    .limit(MOST_AT_ONCE)
    .execute();

/** One report; undefined when there is none. */
export const findReport = (records: Pick<Records, 'read'>, id: string): Promise<WaitingReport | undefined> =>
  records
    .read<V2xTrustTables>()
    .selectFrom('v2x_trust.reports')
    .select(['id', 'issuer', 'bytes'])
    .where('id', '=', id)
    .executeTakeFirst();

/** Writes what became of a report. */
export const noteDelivery = (
  records: Records,
  id: string,
  { state, problem, deliveredAt, authorityId }: DeliveryResult,
): Promise<void> =>
  records.transaction(async (tx) => {
    await tx
      .as<V2xTrustTables>()
      .updateTable('v2x_trust.reports')
      .set((one) => ({
        state,
        problem,
        tries: one('tries', '+', 1),
        delivered_at: deliveredAt,
        authority_id: authorityId,
      }))
      .where('id', '=', id)
      .where('state', '<>', 'delivered')
      .execute();
  });
