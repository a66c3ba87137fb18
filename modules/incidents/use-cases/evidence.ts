import type { Blobs } from '@chedun/blobs';
import type { ActorRef } from '@chedun/kernel';
import { toText, type Tx } from '@chedun/records';
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { MOST_EVIDENCE } from '../contract.ts';
import { incidentError } from '../errors.ts';
import { lockRow, readRow, write, type StoreNeeds } from '../store.ts';
import type { IncidentTables } from '../tables.ts';

/** What evidence stands on. */
export interface EvidenceNeeds extends StoreNeeds {
  readonly blobs: Blobs;
}

const hold = async (tx: Tx, evidence: string, action: string, note: string, actor: ActorRef, at: number) => {
  const values = { evidence, at: new Date(at), actor: actor.name, action, note: toText(note) };
  await tx.as<IncidentTables>().insertInto('incidents.custody').values(values).execute();
};

const rowOf = async ({ records }: EvidenceNeeds, incident: string, id: string) => {
  const query = records.read<IncidentTables>().selectFrom('incidents.evidence').selectAll();
  const row = await query.where('id', '=', id).where('incident', '=', incident).executeTakeFirst();
  if (row === undefined) throw incidentError('incidents.unknown-evidence');
  return row;
};

/** Takes a file into custody: its bytes, SHA-256 and SM3, who brought it and when. */
export const addEvidence =
  (needs: EvidenceNeeds) =>
  async (
    incident: string,
    { name, note }: { readonly name: string; readonly note: string },
    body: AsyncIterable<Uint8Array>,
    actor: ActorRef,
  ): Promise<void> => {
    const { records, blobs, newId, now } = needs;
    await readRow(records, incident);
    const id = newId();
    const blob = `incidents/${incident}/${id}`;
    const { bytes, sha256, sm3 } = await blobs.put(blob, body, { maxBytes: MOST_EVIDENCE });
    if (bytes === 0) throw incidentError('incidents.empty-evidence');
    const at = now();
    await records.transaction(async (tx) => {
      await lockRow(tx, incident);
      const held = { id, incident, name: toText(name), note: toText(note), blob, bytes, sha256, sm3 };
      const values = { ...held, added_at: new Date(at), added_by: actor.name };
      await tx.as<IncidentTables>().insertInto('incidents.evidence').values(values).execute();
      await hold(tx, id, 'collected', note, actor, at);
      await write(tx, incident, { kind: 'evidence', text: `固定证据：${name}`, detail: { sm3, bytes } }, actor, at);
    });
  };

/** Hands out a piece of evidence; who took it stays in its custody. */
export const readEvidence =
  (needs: EvidenceNeeds) =>
  async (
    incident: string,
    id: string,
    actor: ActorRef,
  ): Promise<{ readonly name: string; readonly body: Readable }> => {
    const row = await rowOf(needs, incident, id);
    await needs.records.transaction((tx) => hold(tx, id, 'taken', '', actor, needs.now()));
    return { name: row.name, body: await needs.blobs.get(row.blob) };
  };

/** Reads the bytes again and compares them with what was taken into custody; the verdict stays in it. */
export const verifyEvidence =
  (needs: EvidenceNeeds) =>
  async (incident: string, id: string, actor: ActorRef): Promise<{ intact: boolean; sm3: string }> => {
    const row = await rowOf(needs, incident, id);
    const [sha, sm] = [createHash('sha256'), createHash('sm3')];
    for await (const part of await needs.blobs.get(row.blob)) {
      sha.update(part as Uint8Array);
      sm.update(part as Uint8Array);
    }
    const sm3 = sm.digest('hex');
    const intact = sm3 === row.sm3 && sha.digest('hex') === row.sha256;
    await needs.records.transaction((tx) => hold(tx, id, intact ? 'verified' : 'changed', sm3, actor, needs.now()));
    return { intact, sm3 };
  };
