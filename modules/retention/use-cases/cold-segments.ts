import { DomainError } from '@chedun/kernel';
import type { ColdSegment, RetentionAsks } from '../contract.ts';
import type { RetentionTables } from '../tables.ts';
import { readManifest, type ColdNeeds } from './cold.ts';
import { makeReady, makeRoom, pinned, readyName } from './cold-ready.ts';

/** The ask `coldSegments`: segments whose rows are in the event store no more, newest first. */
export const coldSegments =
  (needs: ColdNeeds): RetentionAsks['coldSegments'] =>
  async ({ from, to }) => {
    const rows = await needs.records
      .read<RetentionTables>()
      .selectFrom('retention.segments')
      .selectAll()
      .where('hot_removed_at', 'is not', null)
      .where('removed_at', 'is', null)
      .where('cold_from', '<', new Date(to))
      .where('cold_to', '>=', new Date(from))
      .orderBy('cold_to', 'desc')
      .orderBy('stream')
      .orderBy('first_seq', 'desc')
      .execute();
    return rows.map((row): ColdSegment => ({
      id: `${row.stream}/${row.first_seq}`,
      from: row.cold_from?.getTime() ?? from,
      to: row.cold_to?.getTime() ?? to,
      open: async () => {
        const body = await readManifest(needs, row);
        if (body === undefined)
          throw new DomainError('retention.cold-damaged', { field: `${row.stream}/${row.first_seq}` });
        const parts = body.parts.filter(({ table }) => table === 'events');
        const pin = pinned(parts.map(({ blob }) => readyName(blob)));
        try {
          const files: string[] = [];
          for (const { blob, sm3 } of parts) files.push(await makeReady(needs, blob, sm3));
          await makeRoom(needs, new Set(files));
          return { files, close: pin.release };
        } catch (error) {
          pin.release();
          throw error;
        }
      },
    }));
  };
