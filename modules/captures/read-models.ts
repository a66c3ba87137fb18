import { type Dbc, type IdsModel, idText, loadIdsModel, parseDbc } from '@chedun/can';
import type { Blobs } from '@chedun/blobs';
import type { Records } from '@chedun/records';
import { sql, type Selectable } from 'kysely';
import { dbcBlob, modelBlob } from './blob-names.ts';
import type { CanModel, CanModelComparison, CanModelDetail, DbcDetail, DbcFile } from './contract.ts';
import { compareModels } from './domain/compare-models.ts';
import { capturesError } from './errors.ts';
import type { CapturesTables } from './tables.ts';

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly blobs: Pick<Blobs, 'get'>;
}

type DbcRow = Selectable<CapturesTables['captures.dbc_files']>;
type ModelRow = Selectable<CapturesTables['captures.can_models']>;

const MOST_LISTED = 500;
/** Parsed DBC files that are kept at hand. */
const MOST_CACHED = 8;

const textOf = async (blobs: Needs['blobs'], name: string): Promise<string> =>
  Buffer.concat((await (await blobs.get(name)).toArray()) as Buffer[]).toString('utf8');

const presentDbc = (row: DbcRow): DbcFile => ({
  id: row.id,
  name: row.name,
  vehicleModel: row.vehicle_model,
  size: row.size,
  sha256: row.sha256,
  messages: row.messages,
  signals: row.signals,
  problems: row.problems,
  uploadedBy: { id: row.uploader_id, name: row.uploader_name },
  uploadedAt: row.uploaded_at.toISOString(),
});

const messageList = (dbc: Dbc): DbcDetail['messageList'] =>
  [...dbc.messages.values()].slice(0, 4096).map((message) => ({
    idHex: idText(message.id, message.extended),
    name: message.name,
    length: message.length,
    sender: message.sender,
    cycleMs: message.cycleMs ?? null,
    signals: message.signals.map(({ name, start, length, byteOrder, factor, offset, minimum, maximum, unit }) => ({
      name,
      start,
      length,
      byteOrder,
      factor,
      offset,
      minimum,
      maximum,
      unit,
    })),
  }));

const noUses = { captures: 0, seconds: 0, alerts: 0 };

const presentModel = (row: ModelRow, judged: CanModel['judged']): CanModel => ({
  id: row.id,
  vehicleModel: row.vehicle_model,
  version: row.version,
  title: row.title,
  status: row.status,
  reason: row.reason,
  active: row.active,
  captureId: row.capture_id,
  captureName: row.capture_name,
  frames: row.frames,
  seconds: row.seconds,
  ids: row.ids,
  size: row.size,
  createdBy: { id: row.creator_id, name: row.creator_name },
  createdAt: row.created_at.toISOString(),
  judged,
});

const idList = (model: IdsModel): CanModelDetail['idList'] =>
  model.ids.map(({ channel, id, extended, count, timing, lengths, counters, flips }) => ({
    channel,
    idHex: idText(id, extended),
    count,
    timing: timing.kind,
    periodMs: timing.kind === 'periodic' ? timing.period * 1000 : null,
    jitterMs: timing.kind === 'periodic' ? timing.sigma * 1000 : null,
    lengths: [...lengths],
    counters: counters.length,
    changingBits: flips.filter((flip) => flip > 0).length,
  }));

/** Reads of DBC files. */
const dbcReads = ({ records, blobs }: Needs) => {
  const parsed = new Map<string, Dbc>();
  const row = async (id: string): Promise<DbcRow> => {
    const db = records.read<CapturesTables>();
    const found = await db.selectFrom('captures.dbc_files').selectAll().where('id', '=', id).executeTakeFirst();
    if (found === undefined) throw capturesError('captures.dbc-unknown', { field: id });
    return found;
  };
  const dbcText = (id: string): Promise<string> => textOf(blobs, dbcBlob(id));
  const parsedDbc = async (id: string): Promise<Dbc> => {
    const known = parsed.get(id) ?? parseDbc(await dbcText(id));
    parsed.delete(id);
    parsed.set(id, known);
    const [oldest] = parsed.keys();
    if (parsed.size > MOST_CACHED && oldest !== undefined) parsed.delete(oldest);
    return known;
  };
  return {
    dbc: row,
    dbcText,
    parsedDbc,
    dbcList: async (): Promise<DbcFile[]> => {
      const db = records.read<CapturesTables>();
      const rows = await db
        .selectFrom('captures.dbc_files')
        .selectAll()
        .orderBy('uploaded_at', 'desc')
        .limit(MOST_LISTED)
        .execute();
      return rows.map(presentDbc);
    },
    dbcDetail: async (id: string): Promise<DbcDetail> => ({
      ...presentDbc(await row(id)),
      messageList: messageList(await parsedDbc(id)),
    }),
  };
};

/** Reads of models. */
const canModelReads = ({ records, blobs }: Needs) => {
  const uses = async (): Promise<ReadonlyMap<string, CanModel['judged']>> => {
    const rows = await records
      .read<CapturesTables>()
      .selectFrom('captures.model_uses')
      .select((is) => [
        'model_id',
        is.fn.countAll<number>().as('captures'),
        sql<number>`sum(seconds)`.as('seconds'),
        sql<number>`sum(alerts)::int`.as('alerts'),
      ])
      .groupBy('model_id')
      .execute();
    return new Map(rows.map(({ model_id, ...judged }) => [model_id, judged]));
  };
  const model = async (id: string): Promise<ModelRow> => {
    const db = records.read<CapturesTables>();
    const found = await db.selectFrom('captures.can_models').selectAll().where('id', '=', id).executeTakeFirst();
    if (found === undefined) throw capturesError('captures.model-unknown', { field: id });
    return found;
  };
  const modelContent = async (id: string): Promise<IdsModel> => {
    const { status } = await model(id);
    if (status !== 'ready') throw capturesError('captures.model-not-ready', { field: id });
    return loadIdsModel(JSON.parse(await textOf(blobs, modelBlob(id))));
  };
  return {
    model,
    modelContent,
    activeModel: async (vehicleModel: string): Promise<ModelRow | undefined> =>
      records
        .read<CapturesTables>()
        .selectFrom('captures.can_models')
        .selectAll()
        .where('vehicle_model', '=', vehicleModel)
        .where('active', '=', true)
        .executeTakeFirst(),
    modelList: async (vehicleModel: string | undefined): Promise<CanModel[]> => {
      const rows = await records
        .read<CapturesTables>()
        .selectFrom('captures.can_models')
        .selectAll()
        .$if(vehicleModel !== undefined, (q) => q.where('vehicle_model', '=', vehicleModel ?? ''))
        .orderBy('created_at', 'desc')
        .limit(MOST_LISTED)
        .execute();
      const judged = await uses();
      return rows.map((row) => presentModel(row, judged.get(row.id) ?? noUses));
    },
    modelDetail: async (id: string): Promise<CanModelDetail> => {
      const row = await model(id);
      const judged = (await uses()).get(id) ?? noUses;
      const ids = row.status === 'ready' ? idList(await modelContent(id)) : [];
      return { ...presentModel(row, judged), idList: ids };
    },
    compare: async (id: string, other: string): Promise<CanModelComparison> =>
      compareModels(await modelContent(id), await modelContent(other)),
  };
};

/** Reads of models and DBC files. */
export const modelReads = (needs: Needs) => ({ ...dbcReads(needs), ...canModelReads(needs) });
