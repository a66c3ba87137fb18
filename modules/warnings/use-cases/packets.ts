import { createHash } from 'node:crypto';
import { DomainError, type ActorRef } from '@chedun/kernel';
import type { GovernanceAsks } from '@chedun/governance/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import { toText, type Records } from '@chedun/records';
import type { z } from 'zod';
import type { NewPacket, PacketReceipt, PacketSchema, Warning } from '../contract.ts';
import type { Versioned } from '../documents.ts';
import { scopeName } from '../domain/message.ts';
import { buildPacket, type PacketFacts } from '../domain/packet.ts';
import { nextNumber } from '../store.ts';
import type { WarningTables } from '../tables.ts';

interface Dependencies {
  readonly records: Records;
  readonly governance: Pick<GovernanceAsks, 'findingById' | 'findings'>;
  readonly ingest: Pick<IngestAsks, 'sources'>;
  readonly warningById: (id: string) => Promise<Warning | undefined>;
  readonly issuedWarnings: () => Promise<number>;
  readonly schema: () => Promise<Versioned<PacketSchema>>;
  readonly newId: () => string;
  readonly now: () => number;
}

const DAY = 86_400_000;
const OPEN = 'open,triaging,in-progress';
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

const unknown = (subject: string): DomainError => new DomainError('warnings.packet-subject', { field: subject });

const warningFacts = async ({ warningById }: Dependencies, id: string): Promise<PacketFacts> => {
  const found = UUID.test(id) ? await warningById(id) : undefined;
  if (!found) throw unknown(id);
  const { number, level, issuedAt, scope, impact, measures, timeLimit, causes, status } = found;
  return {
    warning: {
      number,
      level,
      issuedAt,
      scope: scopeName(scope, 'zh'),
      impact: impact.zh,
      measures: measures.map(({ zh }) => zh),
      timeLimit,
      findingCount: causes.length,
      status,
    },
  };
};

const findingFacts = async ({ governance }: Dependencies, id: string): Promise<PacketFacts> => {
  const found = UUID.test(id) ? await governance.findingById(id) : undefined;
  if (!found || found.status === 'drill') throw unknown(id);
  const { title, titleZh, severity, firstSeen, lastSeen, count, assets, alert, status } = found;
  return {
    finding: {
      id,
      title: titleZh ?? title,
      severity,
      firstSeen,
      lastSeen,
      count,
      assets: assets.map((asset) => `${asset.kind}:${asset.id}`),
      rule: alert?.ruleTitle ?? null,
      status,
    },
  };
};

const statisticsFacts = async (dependencies: Dependencies, day: string): Promise<PacketFacts> => {
  const start = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00+08:00`) : Number.NaN;
  if (Number.isNaN(start) || start > dependencies.now()) throw unknown(day);
  const range = { from: new Date(start).toISOString(), to: new Date(start + DAY).toISOString(), kind: 'alert' };
  const count = async (given: { readonly severity?: string; readonly status?: string }): Promise<number> =>
    (await dependencies.governance.findings({ ...range, ...given, sort: 'lastSeen', limit: 1 })).total;
  const real = 'open,triaging,in-progress,resolved,false-positive,risk-accepted';
  const [alerts, critical, high, open, warnings, sources] = await Promise.all([
    count({ status: real }),
    count({ status: real, severity: 'critical' }),
    count({ status: real, severity: 'high' }),
    count({ status: OPEN }),
    dependencies.issuedWarnings(),
    dependencies.ingest.sources(),
  ]);
  const silentSources = sources.filter(({ health }) => health === 'silent').length;
  return { statistics: { day, alerts, critical, high, open, warnings, sources: sources.length, silentSources } };
};

const FACTS = { warning: warningFacts, finding: findingFacts, statistics: statisticsFacts } as const;

/** Makes a packet from the records and the field tables in force, and keeps it. Nothing is sent. */
export const makePacket =
  (dependencies: Dependencies) =>
  async ({ type, subject }: z.output<typeof NewPacket>, actor: ActorRef): Promise<string> => {
    const { version, body: schema } = await dependencies.schema();
    const built = buildPacket(schema, type, await FACTS[type](dependencies, subject));
    if (!built) throw new DomainError('warnings.packet-type-missing', { field: type });
    const at = dependencies.now();
    return dependencies.records.transaction(async (tx) => {
      const [id, number] = [dependencies.newId(), await nextNumber(tx, 'BS', at)];
      const made = { number, generatedAt: new Date(at).toISOString(), missing: built.missing };
      const file = toText(`${JSON.stringify({ ...built.document, ...made }, null, 2)}\n`);
      const digest = createHash('sha256').update(file).digest('hex');
      await tx
        .as<WarningTables>()
        .insertInto('warnings.packets')
        .values({
          id,
          number,
          type,
          subject,
          missing: [...built.missing],
          schema_version: version,
          verified: schema.verified,
          digest,
          file,
          created_at: new Date(at),
          created_by: actor.name,
          receipt_number: null,
          receipt_at: null,
          receipt_via: null,
          receipt_by: null,
        })
        .execute();
      const target = { kind: 'packet', id };
      await tx.audit({
        actor,
        action: 'warnings.packet-made',
        target,
        outcome: 'done',
        after: { number, type, digest },
      });
      return id;
    });
  };

/** A person notes the receipt of the authority after handing a packet over. */
export const recordReceipt =
  ({ records }: Pick<Dependencies, 'records'>) =>
  (id: string, receipt: z.output<typeof PacketReceipt>, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const tables = tx.as<WarningTables>();
      const row = await tables
        .selectFrom('warnings.packets')
        .select('receipt_number')
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (!row) throw new DomainError('warnings.packet-unknown', { field: id });
      if (row.receipt_number !== null) throw new DomainError('warnings.receipt-there', { field: row.receipt_number });
      await tables
        .updateTable('warnings.packets')
        .set({
          receipt_number: toText(receipt.number),
          receipt_at: new Date(receipt.at),
          receipt_via: toText(receipt.via),
          receipt_by: actor.name,
        })
        .where('id', '=', id)
        .execute();
      const target = { kind: 'packet', id };
      await tx.audit({ actor, action: 'warnings.packet-receipt', target, outcome: 'done', after: { ...receipt } });
    });
