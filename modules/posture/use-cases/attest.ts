import type { Blobs } from '@chedun/blobs';
import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import { DomainError, personIdOf, SYSTEM_ACTOR, type ActorRef, type Clock } from '@chedun/kernel';
import { toText, type Records } from '@chedun/records';
import type { Attest, AttestationDuty, Uploaded } from '../contract.ts';
import type { z } from 'zod';
import { addEvidence, latestEvidence } from '../store.ts';
import {
  attestationCheck,
  auditEntry,
  listAttestations,
  openAttestation,
  type AttestationRow,
} from '../store-accepting.ts';
import type { PostureTables, StoredAttachment } from '../tables.ts';

interface Needs {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly blobs: Blobs;
  readonly known: () => Promise<ReadonlySet<string>>;
}

const DAY = 86_400_000;
const MAX_ATTACHMENT = 20 * 1024 * 1024;
const fingerprintOf = (id: string): string => `attestation:${id}`;

const save =
  ({ records, clock, known }: Needs) =>
  async (id: string, duty: AttestationDuty, actor: ActorRef): Promise<void> => {
    const ids = await known();
    const stranger = duty.obligations.find((each) => !ids.has(each));
    if (stranger !== undefined) throw new DomainError('posture.obligation-unknown', { field: stranger });
    await records.transaction(async (tx) => {
      const values = {
        title_zh: toText(duty.title.zh),
        title_en: toText(duty.title.en === '' ? duty.title.zh : duty.title.en),
        obligations: [...new Set(duty.obligations)],
        every_days: duty.everyDays,
        owner_name: toText(duty.owner),
        retired_at: null,
      };
      await tx
        .as<PostureTables>()
        .insertInto('posture.attestations')
        .values({ id, ...values, created_at: new Date(clock.now()), created_by: personIdOf(actor) })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute();
      await tx.audit(auditEntry(actor, 'posture.attestation-saved', 'attestation', id, duty));
    });
  };

const retire =
  ({ records, clock }: Needs) =>
  async (id: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const row = await openAttestation(tx, id);
      const gone = { retired_at: new Date(clock.now()), overdue_since: null };
      await tx.as<PostureTables>().updateTable('posture.attestations').set(gone).where('id', '=', id).execute();
      if (row.overdue_since !== null) await tx.tell(cleared(id, '不再要求该声明'), SYSTEM_ACTOR);
      await tx.audit(auditEntry(actor, 'posture.attestation-retired', 'attestation', id, { title: row.title_zh }));
    });

const cleared = (id: string, comment: string) => ({
  type: findingCleared,
  aggregate: fingerprintOf(id),
  payload: { fingerprint: fingerprintOf(id), comment },
});

const attachmentFrom = async (blobs: Blobs, { attachment }: Attest): Promise<StoredAttachment | undefined> => {
  if (attachment === null) return undefined;
  const info = await blobs.info(attachment.blob);
  if (info === undefined) throw new DomainError('posture.attachment-unknown', { field: 'attachment' });
  return { blob: attachment.blob, name: toText(attachment.name), bytes: info.bytes, sm3: info.sm3 };
};

/** A person states that a duty is done, or is not, from a day on; the term runs from that day. */
const attest =
  ({ records, clock, newId, blobs }: Needs) =>
  async (id: string, stated: Attest, actor: ActorRef): Promise<void> => {
    const [now, effective] = [clock.now(), Date.parse(stated.effectiveAt)];
    if (effective > now) throw new DomainError('posture.effective-later', { field: 'effectiveAt' });
    const attachment = await attachmentFrom(blobs, stated);
    await records.transaction(async (tx) => {
      const row = await openAttestation(tx, id);
      const summary = { zh: stated.statement, en: stated.statement };
      await addEvidence(tx, {
        id: newId(),
        checkId: attestationCheck(id),
        result: { outcome: stated.outcome, summary, facts: {} },
        at: new Date(now),
        expiresAt: new Date(effective + row.every_days * DAY),
        effectiveAt: new Date(effective),
        signer: { id: personIdOf(actor), name: actor.name },
        ...(attachment === undefined ? {} : { attachment }),
      });
      const inOrder = stated.outcome === 'pass' && effective + row.every_days * DAY > now;
      if (inOrder && row.overdue_since !== null) {
        await tx
          .as<PostureTables>()
          .updateTable('posture.attestations')
          .set({ overdue_since: null })
          .where('id', '=', id)
          .execute();
        await tx.tell(cleared(id, stated.statement.slice(0, 900)), actor);
      }
      await tx.audit(
        auditEntry(actor, 'posture.attested', 'attestation', id, {
          outcome: stated.outcome,
          effectiveAt: stated.effectiveAt,
        }),
      );
    });
  };

const upload =
  ({ blobs, newId }: Needs) =>
  async (body: AsyncIterable<Uint8Array>): Promise<z.input<typeof Uploaded>> => {
    const blob = `posture/attachments/${newId()}`;
    const { bytes, sm3 } = await blobs.put(blob, body, { maxBytes: MAX_ATTACHMENT });
    return { blob, bytes, sm3 };
  };

const overdueFinding = (row: AttestationRow, at: string): FindingReport => ({
  fingerprint: fingerprintOf(row.id),
  kind: 'violation',
  module: 'posture',
  title: `No valid attestation: ${row.title_en}`,
  titleZh: `缺少有效的人工声明：${row.title_zh}（责任人 ${row.owner_name}）`,
  severity: 'medium',
  assets: [{ kind: 'platform', id: 'chedun' }],
  obligations: row.obligations,
  count: 1,
  firstSeen: at,
  lastSeen: at,
  receivedAt: at,
  samples: [],
});

/** Reports attestations that ran out or were never given, once; what was attested in time again is cleared with it. */
const watch =
  ({ records, clock }: Needs) =>
  async (): Promise<void> => {
    const now = clock.now();
    const latest = await latestEvidence(records);
    for (const row of await listAttestations(records)) {
      const evidence = latest.get(attestationCheck(row.id));
      // A new duty has its own period to be attested for the first time.
      const due =
        evidence === undefined ? row.created_at.getTime() + row.every_days * DAY : Date.parse(evidence.expiresAt);
      const isOverdue = due <= now || evidence?.outcome === 'fail';
      if (row.retired_at !== null || row.overdue_since !== null || !isOverdue) continue;
      const at = new Date(now);
      await records.transaction(async (tx) => {
        await tx
          .as<PostureTables>()
          .updateTable('posture.attestations')
          .set({ overdue_since: at })
          .where('id', '=', row.id)
          .execute();
        const payload = { findings: [overdueFinding(row, at.toISOString())] };
        await tx.tell(
          { type: findingsReported, aggregate: fingerprintOf(row.id), payload: payload as never },
          SYSTEM_ACTOR,
        );
      });
    }
  };

/** What persons attest: asked for, stated with a date and a file, watched. */
export const attestUseCases = (needs: Needs) => ({
  save: save(needs),
  retire: retire(needs),
  attest: attest(needs),
  upload: upload(needs),
  watch: watch(needs),
});
