import { newestCheckpoint, keepCosigned } from '@chedun/journal/seal';
import { DomainError, type ActorRef, type Clock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import type { Records } from '@chedun/records';
import type { NewWitness, SealStream, WitnessView } from './contract.ts';
import type { Reporter } from './report.ts';
import type { SealTables } from './tables.ts';
import { askWitness, witnessKeys, type WitnessOutcome } from './witness-client.ts';

/** A witness that has not answered for so long is reported. */
const SILENT_MS = 5 * 60_000;

interface Needs {
  readonly records: Records;
  readonly newId: () => string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  readonly reporter: Reporter;
  readonly folderOf: (stream: string) => string;
}

interface WitnessRow {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly keys: readonly string[];
  readonly state: string;
  readonly answered_at: Date | null;
  readonly added_at: Date;
}

/** Witnesses and what they signed. */
export interface Witnesses {
  readonly list: () => Promise<readonly WitnessView[]>;
  readonly add: (witness: NewWitness, actor: ActorRef) => Promise<WitnessView>;
  readonly remove: (id: string, actor: ActorRef) => Promise<void>;
  /** Sends the newest checkpoint of a stream to every witness; one after the other, never twice at once. */
  readonly submit: (stream: SealStream) => Promise<void>;
}

/** Opens the witnesses. */
export const openWitnesses = (needs: Needs): Witnesses => {
  const { records } = needs;
  const busy = new Set<SealStream>();
  const list = (): Promise<readonly WitnessView[]> => listWitnesses(records);
  return {
    list,
    add: async (witness, actor) => {
      const id = await addWitness(needs, witness, actor);
      const added = (await list()).find((each) => each.id === id);
      if (added === undefined) throw new DomainError('seal.witness-unknown', { field: id });
      return added;
    },
    remove: (id, actor) => removeWitness(needs, id, actor),
    submit: async (stream) => {
      if (busy.has(stream)) return;
      busy.add(stream);
      try {
        await submitAll(needs, stream);
      } finally {
        busy.delete(stream);
      }
    },
  };
};

const listWitnesses = async (records: Records): Promise<readonly WitnessView[]> => {
  const read = records.read<SealTables>();
  const [rows, signed] = await Promise.all([
    read.selectFrom('seal.witnesses').selectAll().orderBy('name').orderBy('id').execute(),
    read.selectFrom('seal.cosignatures').select(['witness', 'stream', 'size', 'at']).orderBy('stream').execute(),
  ]);
  return rows.map(({ id, name, url, keys, state, reason, added_at }) => ({
    id,
    name,
    url,
    keys: [...keys],
    state: state as WitnessView['state'],
    reason,
    addedAt: added_at.toISOString(),
    logs: signed
      .filter(({ witness }) => witness === id)
      .map(({ stream, size, at }) => ({ stream: stream as SealStream, size: Number(size), at: at.toISOString() })),
  }));
};

const addWitness = async ({ records, newId, clock }: Needs, witness: NewWitness, actor: ActorRef): Promise<string> => {
  const { name, url } = witness;
  const keys = witness.keys.map((line) => line.trim());
  if (witnessKeys(keys) === undefined) throw new DomainError('seal.witness-keys', {});
  const id = newId();
  await records.transaction(async (tx) => {
    await tx
      .as<SealTables>()
      .insertInto('seal.witnesses')
      .values({ id, name, url, keys, state: 'new', reason: '', answered_at: null, added_at: new Date(clock.now()) })
      .execute();
    const target = { kind: 'witness', id };
    await tx.audit({ actor, action: 'seal.witness-added', target, outcome: 'done', after: { name, url, keys } });
  });
  return id;
};

const removeWitness = ({ records }: Needs, id: string, actor: ActorRef): Promise<void> =>
  records.transaction(async (tx) => {
    const row = await tx
      .as<SealTables>()
      .deleteFrom('seal.witnesses')
      .where('id', '=', id)
      .returning(['name', 'url'])
      .executeTakeFirst();
    if (row === undefined) throw new DomainError('seal.witness-unknown', { field: id });
    const target = { kind: 'witness', id };
    await tx.audit({ actor, action: 'seal.witness-removed', target, outcome: 'done', before: row });
  });

const submitAll = async (needs: Needs, stream: SealStream): Promise<void> => {
  const { records, folderOf } = needs;
  const logFolder = folderOf(stream);
  const note = await newestCheckpoint(logFolder);
  if (note === undefined) return;
  const read = records.read<SealTables>();
  const witnesses = await read.selectFrom('seal.witnesses').selectAll().orderBy('id').execute();
  const lines: string[] = [];
  for (const witness of witnesses) {
    const before = await read
      .selectFrom('seal.cosignatures')
      .select('size')
      .where('witness', '=', witness.id)
      .where('stream', '=', stream)
      .executeTakeFirst();
    const outcome = await askWitness({ ...witness, logFolder, note, old: Number(before?.size ?? 0) });
    if (outcome.kind === 'signed') lines.push(outcome.lines);
    await settle(needs, stream, witness, outcome);
  }
  if (lines.length > 0) await keepCosigned(logFolder, `${note}${lines.join('')}`);
};

const settle = async (
  needs: Needs,
  stream: SealStream,
  witness: WitnessRow,
  outcome: WitnessOutcome,
): Promise<void> => {
  const { records, clock, log } = needs;
  const now = new Date(clock.now());
  const reason = outcome.kind === 'signed' ? '' : outcome.reason;
  const heard = (witness.answered_at ?? witness.added_at).getTime();
  const quiet = outcome.kind === 'silent' && now.getTime() - heard < SILENT_MS;
  const state = outcome.kind === 'signed' ? 'signing' : quiet ? witness.state : outcome.kind;
  await records.transaction(async (tx) => {
    const table = tx.as<SealTables>();
    const answered = outcome.kind === 'signed' ? { answered_at: now } : {};
    await table
      .updateTable('seal.witnesses')
      .set({ state, reason, ...answered })
      .where('id', '=', witness.id)
      .execute();
    if (outcome.kind !== 'signed') return;
    const { size, lines } = outcome;
    await table
      .insertInto('seal.cosignatures')
      .values({ witness: witness.id, stream, size, lines, at: now })
      .onConflict((conflict) => conflict.columns(['witness', 'stream']).doUpdateSet({ size, lines, at: now }))
      .execute();
  });
  if (outcome.kind !== 'signed') log.warn('a witness did not sign', { witness: witness.name, reason });
  if (state !== witness.state) await tell(needs, stream, witness, state, reason);
};

const tell = async (
  { reporter }: Needs,
  stream: SealStream,
  witness: WitnessRow,
  state: string,
  reason: string,
): Promise<void> => {
  const silent = `seal:witness-silent:${witness.id}`;
  const facts = { stream, witness: witness.name, url: witness.url, reason };
  if (state === 'refused')
    return reporter.report({
      fingerprint: `seal:witness-refused:${witness.id}:${stream}`,
      zh: `见证方“${witness.name}”拒绝为 ${stream} 日志签名：与其此前见证的内容不一致`,
      en: `The witness ${witness.name} refuses to sign the ${stream} log: it does not follow what it signed before`,
      severity: 'critical',
      facts,
    });
  if (state === 'silent')
    return reporter.report({
      fingerprint: silent,
      zh: `见证方“${witness.name}”超过 5 分钟没有应答`,
      en: `The witness ${witness.name} has not answered for more than five minutes`,
      severity: 'medium',
      facts,
    });
  if (witness.state === 'silent') await reporter.clear(silent, '见证方恢复签名 / The witness signs again');
};
