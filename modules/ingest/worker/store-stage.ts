import { eventBlock } from '@chedun/events';
import type { OpenStage, PipelineFrame } from '@chedun/pipeline';
import { writeSpoolFile } from './spool-file.ts';

/** Where the worker lays its blocks. */
export interface StoreStageInit {
  readonly spool: string;
}

/** A Native block of a chunk: a file of the spool, or its bytes where the disk did not take it. */
export type StoredBlock =
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'memory'; readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };

/** Result of a chunk for a table of the event store; no blocks when the chunk held nothing for it. */
export interface StoreResult {
  readonly rows: number;
  readonly size: number;
  readonly blocks: readonly StoredBlock[];
}

const NOTHING: StoreResult = { rows: 0, size: 0, blocks: [] };

/** Lays a block into the spool, or keeps a copy of it where the disk does not take it. */
export const writeBlock = (spool: string, name: string, bytes: Uint8Array): StoredBlock =>
  writeSpoolFile(spool, name, bytes) ? { kind: 'file', name } : { kind: 'memory', name, bytes: new Uint8Array(bytes) };

/** Memory of the blocks that did not become files. */
export const transfersOf = ({ blocks }: StoreResult): ArrayBuffer[] =>
  blocks.flatMap((block) => (block.kind === 'memory' ? [block.bytes.buffer] : []));

/** Names sort as the frames do. A chunk that is repeated writes over the file of its first try. */
const nameOf = ({ stream, seq }: PipelineFrame): string => `${stream}.${String(seq).padStart(16, '0')}.native`;

/** Builds the blocks of the table `events`. */
export const openStage: OpenStage = (init) => {
  const { spool } = init as StoreStageInit;
  const block = eventBlock();
  let name = '';
  return {
    onFrame: ({ frame, events }) => {
      if (block.rows() === 0) name = nameOf(frame);
      for (const { index, event, raw } of events) {
        const { ocsf } = event;
        // Spelled out: a spread of `ocsf` costs more than the rest of the encoding.
        block.add({
          journal: frame.stream,
          seq: frame.seq,
          idx: index,
          received: frame.receivedAt,
          time: event.time ?? frame.receivedAt,
          source: frame.source,
          format: event.format,
          classUid: ocsf.classUid,
          activityId: ocsf.activityId,
          severityId: ocsf.severityId,
          statusId: ocsf.statusId,
          host: ocsf.host,
          user: ocsf.user,
          process: ocsf.process,
          commandLine: ocsf.commandLine,
          parentProcess: ocsf.parentProcess,
          file: ocsf.file,
          url: ocsf.url,
          domain: ocsf.domain,
          hash: ocsf.hash,
          srcIp: ocsf.srcIp,
          dstIp: ocsf.dstIp,
          srcPort: ocsf.srcPort,
          dstPort: ocsf.dstPort,
          protocol: ocsf.protocol,
          ruleName: ocsf.ruleName,
          eventCode: ocsf.eventCode,
          provider: ocsf.provider,
          vin: ocsf.vin,
          ecu: ocsf.ecu,
          message: ocsf.message,
          body: event.bodyJson ?? JSON.stringify(event.fields),
          raw: raw ?? '',
        });
      }
    },
    flush: () => {
      const rows = block.rows();
      if (rows === 0) return { result: NOTHING };
      const bytes = block.finish();
      const result: StoreResult = { rows, size: bytes.length, blocks: [writeBlock(spool, name, bytes)] };
      return { result, transfer: transfersOf(result) };
    },
  };
};
