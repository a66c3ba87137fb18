import { readFile } from 'node:fs/promises';
import type { ActorRef } from '@chedun/kernel';
import { jsonb, toText, type Records } from '@chedun/records';

import { PacketSchema, WarningPolicy } from './contract.ts';
import type { WarningTables } from './tables.ts';

const SHIPPED = {
  policy: new URL('../../content/warnings/policy.json', import.meta.url),
  'packet-schema': new URL('../../content/templates/yd-t-4974.json', import.meta.url),
};
type Kind = keyof typeof SHIPPED;

/** A document with its version; 0 is the one that is shipped. */
export interface Versioned<Body> {
  readonly version: number;
  readonly body: Body;
}

const MOST_VERSIONS = 50;

const newest = async (records: Pick<Records, 'read'>, kind: Kind): Promise<Versioned<unknown>> => {
  const row = await records
    .read<WarningTables>()
    .selectFrom('warnings.documents')
    .select(['version', 'body'])
    .where('kind', '=', kind)
    .orderBy('version', 'desc')
    .executeTakeFirst();
  if (row) return row;
  return { version: 0, body: JSON.parse(await readFile(SHIPPED[kind], 'utf8')) as unknown };
};

/** The policy in force and the field tables in force; both are operator-adjustable and versioned. */
export const openDocuments = (records: Records, now: () => number) => {
  const save = async (kind: Kind, body: object, note: string, actor: ActorRef): Promise<void> => {
    const { version } = await newest(records, kind);
    await records.transaction(async (tx) => {
      await tx
        .as<WarningTables>()
        .insertInto('warnings.documents')
        .values({
          kind,
          version: version + 1,
          body: jsonb(body),
          note: toText(note),
          by: actor.name,
          at: new Date(now()),
        })
        .execute();
      await tx.audit({
        actor,
        action: `warnings.${kind}-changed`,
        target: { kind: 'document', id: kind },
        outcome: 'done',
        before: { version },
        after: { version: version + 1, note },
      });
    });
  };
  return {
    policy: async (): Promise<Versioned<WarningPolicy>> => {
      const { version, body } = await newest(records, 'policy');
      return { version, body: WarningPolicy.parse(body) };
    },
    packetSchema: async (): Promise<Versioned<PacketSchema>> => {
      const { version, body } = await newest(records, 'packet-schema');
      return { version, body: PacketSchema.parse(body) };
    },
    savePolicy: (policy: WarningPolicy, note: string, actor: ActorRef) => save('policy', policy, note, actor),
    savePacketSchema: (schema: PacketSchema, note: string, actor: ActorRef) =>
      save('packet-schema', schema, note, actor),
    versions: async (kind: Kind) => {
      const rows = await records
        .read<WarningTables>()
        .selectFrom('warnings.documents')
        .select(['version', 'note', 'by', 'at'])
        .where('kind', '=', kind)
        .orderBy('version', 'desc')
        .limit(MOST_VERSIONS)
        .execute();
      return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
    },
  };
};

export type Documents = ReturnType<typeof openDocuments>;
