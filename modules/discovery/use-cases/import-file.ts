import {
  inventoryFormatOf,
  inventoryText,
  isInventoryHead,
  readInventory,
  readInventoryTable,
  type Reading,
  type RefusalReason,
} from '@chedun/inventory-readers';
import { DomainError, type ActorRef, type Bilingual } from '@chedun/kernel';
import type { ImportQuery, ImportReport } from '../contract.ts';
import { auditImport, bring, sampleOf, tryBatch, type Brought } from './bring.ts';
import type { Needs } from './judge.ts';

const REASONS: Readonly<Record<RefusalReason, Bilingual>> = {
  address: { zh: '不是 IP 地址', en: 'this is no address' },
  mac: { zh: '不是 MAC 地址', en: 'this is no MAC address' },
  name: {
    zh: '主机名只能含字母、数字、点、下划线和连字符，且没有其他可识别的列',
    en: 'this is no host name, and nothing else tells the host apart',
  },
  port: { zh: '端口应为 1 到 65535，可写作 443/tcp', en: 'a port is 1 to 65535, for example 443/tcp' },
  time: { zh: '时间格式不正确，应写作 2026-11-24 08:15', en: 'write the time as 2026-11-24 08:15' },
  nothing: { zh: '没有可识别主机的地址、MAC 或主机名', en: 'there is no address, MAC or name that tells a host apart' },
  shape: { zh: '无法识别这一行', en: 'this entry has another shape' },
  'cut-off': { zh: '文件在此处中断，之前的内容已读取', en: 'the file breaks off here; what stands before was read' },
};

const isSheet = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** Reads a file in the format that is chosen, or that its content shows; a table may be CSV or XLSX. */
const readFile = async (
  { assets }: Pick<Needs, 'assets'>,
  bytes: Uint8Array,
  { format, columns = {} }: Pick<ImportQuery, 'format' | 'columns'>,
): Promise<Reading> => {
  const mapped = Object.keys(columns).length > 0;
  const asTable = async (): Promise<Reading> => readInventoryTable(await assets.readTable(bytes), columns);
  if (format === 'table' || isSheet(bytes) || (format === 'auto' && mapped)) return asTable();
  const text = inventoryText(bytes);
  if (format !== 'auto' || inventoryFormatOf(text) !== undefined) return readInventory(text, format);
  const [head] = text.slice(0, 8_192).split(/\r?\n/, 1);
  const cells = (head ?? '').split(/[,;\t]/).map((cell) => cell.replaceAll('"', ''));
  if (isInventoryHead(cells)) return asTable();
  throw new DomainError('inventory.format-unknown', { line: 1 });
};

const reportOf = (reading: Reading, brought: Brought, isApplied: boolean): ImportReport => ({
  applied: isApplied,
  source: reading.format,
  taken: reading.observations.length,
  skipped: reading.skipped,
  refusedCount: reading.refusedCount,
  refused: reading.refused.map(({ reason, ...place }) => ({ ...place, text: { ...REASONS[reason] } })),
  appeared: brought.appeared,
  known: brought.known,
  unknown: brought.unknown,
  changes: brought.changes,
  sample: sampleOf(brought),
});

/** Takes a file: every wrong entry is named, the others are taken; a preview changes nothing. */
export const importFile =
  (needs: Needs) =>
  async (bytes: Uint8Array, query: ImportQuery, actor: ActorRef): Promise<ImportReport> => {
    const reading = await readFile(needs, bytes, query);
    const { format: source, observations } = reading;
    if (query.mode === 'preview') return reportOf(reading, await tryBatch(needs)({ source, observations }), false);
    const brought = await bring(needs)([{ source, observations }], {
      note: (tx, { appeared, known, unknown, changes }) =>
        tx.audit(
          auditImport(actor, source, query.name, {
            taken: observations.length,
            refused: reading.refusedCount,
            skipped: reading.skipped,
            appeared,
            known,
            unknown,
            changes,
          }),
        ),
    });
    return reportOf(reading, brought, true);
  };
