/**
 * Child of the power-cut test: `journal-writer.ts DIR ACKS`. Two hundred callers append frames to the journal in DIR;
 * each acknowledgement is written to the file ACKS (sequence number and payload id, 4 bytes each) on another disk.
 */
import { openSync, writeSync } from 'node:fs';
import { openJournal } from '../../platform/journal/src/index.ts';

const CALLERS = 200;
const [dir, acksPath] = process.argv.slice(2);
if (dir === undefined || acksPath === undefined) throw new Error('usage: journal-writer.ts DIR ACKS');

const clock = { now: () => Date.now(), monotonic: () => performance.now() };
// Small segments, so that a cut often meets a change of segment.
const journal = await openJournal({ dir, stream: 'network', clock, limits: { segmentBytes: 4 * 1024 * 1024 } });
const acks = openSync(acksPath, 'a');
let nextId = 1;

const append = async (): Promise<void> => {
  for (;;) {
    const id = nextId;
    nextId += 1;
    const payload = Buffer.alloc(300, 'x');
    payload.writeUInt32BE(id);
    const { seq } = await journal.append({
      source: 'rig',
      format: 'bin',
      count: 1,
      flags: 0,
      payload,
      receivedAt: Date.now(),
    });
    const ack = Buffer.alloc(8);
    ack.writeUInt32BE(seq);
    ack.writeUInt32BE(id, 4);
    writeSync(acks, ack);
  }
};

await Promise.all(Array.from({ length: CALLERS }, append));
