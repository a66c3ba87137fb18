import type { Events } from '@chedun/events';
import type { ActorRef } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { Readable } from 'node:stream';
import type { z } from 'zod';
import type { ExportQuery } from '../contract.ts';
import { csvHeader, csvLine, type WholeReport } from '../domain/csv.ts';
import { reportOf, type RawReport } from '../domain/report.ts';
import { exportSql } from '../sql/vehicle.ts';
import { cellValues } from './read-vehicle.ts';

interface Dependencies {
  readonly events: Pick<Events, 'stream'>;
  readonly records: Pick<Records, 'transaction'>;
}

type Asked = z.output<typeof ExportQuery>;
type ExportRow = RawReport & { readonly cells: readonly number[]; readonly probes: readonly number[] };

const LONGEST_MS = 600_000;

const wholeOf = (row: ExportRow): WholeReport => ({ ...reportOf(row), ...cellValues(row) });

async function* lines({ events }: Dependencies, { vin = '', from, to, format, max }: Asked): AsyncGenerator<string> {
  if (format === 'csv') yield csvHeader();
  const query = exportSql({ vin, from: Date.parse(from), to: Date.parse(to) }, max);
  for await (const rows of events.stream<ExportRow>(query, { maxMs: LONGEST_MS, maxRows: max })) {
    const reports = rows.map(wholeOf);
    yield format === 'csv'
      ? reports.map(csvLine).join('')
      : reports.map((report) => `${JSON.stringify(report)}\n`).join('');
  }
}

/** Reports of a range as a file; the export is in the audit trail before its first byte leaves. */
export const exportReports = (needs: Dependencies) => async (asked: Asked, actor: ActorRef) => {
  const { vin, from, to, format, max } = asked;
  await needs.records.transaction((tx) =>
    tx.audit({
      actor,
      action: 'telemetry.exported',
      target: { kind: 'telemetry', id: vin ?? '*' },
      outcome: 'done',
      after: { from, to, format, max },
    }),
  );
  return {
    contentType: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
    fileName: `telemetry-${vin ?? 'fleet'}-${from.slice(0, 10)}.${format}`,
    body: Readable.from(lines(needs, asked)),
  };
};
