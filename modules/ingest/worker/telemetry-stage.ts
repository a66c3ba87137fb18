import { telemetryBlock } from '@chedun/events';
import { frameFlags } from '@chedun/journal';
import type { OpenStage, PipelineFrame } from '@chedun/pipeline';
import { eachRecord, PEER_FLAG, REPORT_FORMAT } from '../domain/records.ts';
import { transfersOf, writeBlock, type StoreResult, type StoreStageInit } from './store-stage.ts';
import { unpack } from './unpack.ts';

/** Frames that hold reports of vehicles: whole ones, and those of which only the columns are kept. */
const FORMATS: ReadonlySet<string> = new Set(['gbt32960', REPORT_FORMAT]);
const ROWS = 4096;

/** Most names of a block sort as its frames do; a chunk that is repeated writes over the files of its first try. */
const nameOf = ({ stream, seq }: PipelineFrame, part: number): string =>
  `telemetry.${stream}.${String(seq).padStart(16, '0')}.${part}.native`;

/** Builds the blocks of the table `telemetry`. */
export const openStage: OpenStage = (init) => {
  const { spool } = init as StoreStageInit;
  const block = telemetryBlock(ROWS);
  let result: StoreResult = { rows: 0, size: 0, blocks: [] };
  let first: PipelineFrame | undefined;

  const close = (): void => {
    const rows = block.rows();
    if (rows === 0 || !first) return;
    const bytes = block.finish();
    const written = writeBlock(spool, nameOf(first, result.blocks.length), bytes);
    result = {
      rows: result.rows + rows,
      size: result.size + bytes.length,
      blocks: [...result.blocks, written],
    };
  };

  return {
    onFrame: ({ frame }) => {
      if (!FORMATS.has(frame.format)) return;
      first ??= frame;
      const payload = (frame.flags & frameFlags.zstd) !== 0 ? unpack(frame.payload) : frame.payload;
      const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
      const place = { journal: frame.stream, seq: frame.seq, idx: 0, received: frame.receivedAt, source: frame.source };
      eachRecord(bytes, (frame.flags & PEER_FLAG) !== 0, (index, from, to) => {
        if (block.rows() === ROWS) close();
        place.idx = index;
        block.add(place, bytes, from, to);
      });
    },
    flush: () => {
      close();
      const done = result;
      result = { rows: 0, size: 0, blocks: [] };
      first = undefined;
      return { result: done, transfer: transfersOf(done) };
    },
  };
};
