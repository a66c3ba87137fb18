import type { Records } from '@chedun/records';
import type { CertificateTables } from './tables.ts';
import { pemOf } from './use-cases/enrol.ts';

const PAGE = 1000;

/** Certificates of a batch as CSV, in pages: name of the row, serial number, PEM with `\n` for line ends. */
export const batchRows = async function* (records: Pick<Records, 'read'>, batch: string): AsyncGenerator<string> {
  yield 'name,serial,certificate\r\n';
  for (let after = 0; ;) {
    const rows = await records
      .read<CertificateTables>()
      .selectFrom('certificates.certificates')
      .select(['vin', 'device', 'subject', 'serial', 'der', 'batch_row'])
      .where('batch', '=', batch)
      .where('batch_row', '>', after)
      .orderBy('batch_row')
      .limit(PAGE)
      .execute();
    yield rows
      .map(
        ({ vin, device, serial, der }) =>
          `${vin ?? device ?? ''},${serial},${pemOf([new Uint8Array(der)]).replaceAll('\n', String.raw`\n`)}\r\n`,
      )
      .join('');
    const last = rows.at(-1)?.batch_row;
    if (rows.length < PAGE || last === undefined || last === null) return;
    after = last;
  }
};
