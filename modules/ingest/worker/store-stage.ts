import { eventBlock } from '@chedun/events';
import type { OpenStage } from '@chedun/pipeline';

/** Result of a chunk for the event store: a Native block, or none when the chunk held no event. */
export interface StoreResult {
  readonly rows: number;
  readonly block: Uint8Array<ArrayBuffer> | undefined;
}

const NOTHING: StoreResult = { rows: 0, block: undefined };

/** Builds the blocks of the table `events`. */
export const openStage: OpenStage = () => {
  const block = eventBlock();
  return {
    onFrame: ({ frame, events }) => {
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
      // A copy of its own size: the builder goes on using its memory.
      const bytes = new Uint8Array(block.finish());
      return { result: { rows, block: bytes } satisfies StoreResult, transfer: [bytes.buffer] };
    },
  };
};
