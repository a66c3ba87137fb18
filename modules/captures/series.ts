import type { Blobs } from '@chedun/blobs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { CanFrameRow, V2xPoint } from './contract.ts';

/** A frame as its line in a chunk; see `worker/can-analysis.ts`. */
const FrameLine = z.tuple([
  z.number(),
  z.number(),
  z.string(),
  z.number(),
  z.boolean(),
  z.enum(['data', 'remote', 'error']),
  z.boolean(),
  z.string(),
  z.array(z.string()),
]);

const PointLine = z.tuple([
  z.number(),
  z.string(),
  z.number(),
  z.number(),
  z.number().nullable(),
  z.number().nullable(),
  z.number(),
  z.array(z.string()),
]);

const MOST_UNPACKED = 64 * 1024 * 1024;

const linesOf = async (blobs: Pick<Blobs, 'get'>, name: string): Promise<readonly unknown[]> => {
  const packed = Buffer.concat((await (await blobs.get(name)).toArray()) as Buffer[]);
  const text = gunzipSync(packed, { maxOutputLength: MOST_UNPACKED }).toString('utf8');
  return text.split('\n').map((line) => JSON.parse(line) as unknown);
};

/** A frame without the words of a DBC. */
export type KeptFrame = Omit<CanFrameRow, 'name' | 'signals' | 'idHex'>;

/** Frames of a chunk. */
export const readFrames = async (blobs: Pick<Blobs, 'get'>, name: string): Promise<readonly KeptFrame[]> =>
  (await linesOf(blobs, name)).map((line) => {
    const [number, timeS, channel, id, extended, kind, fd, data, marks] = FrameLine.parse(line);
    return { number, timeS, channel, id, extended, kind, fd, length: data.length / 2, data, marks };
  });

/** Positions of a chunk. */
export const readPoints = async (blobs: Pick<Blobs, 'get'>, name: string): Promise<readonly V2xPoint[]> =>
  (await linesOf(blobs, name)).map((line) => {
    const [at, sender, lat, lon, speedMps, headingDeg, suspicion, rules] = PointLine.parse(line);
    return { at, sender, lat, lon, speedMps, headingDeg, suspicion, rules };
  });
