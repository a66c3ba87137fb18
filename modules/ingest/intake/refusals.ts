/** A record that could not be framed: only its head is kept. The decoder turns it into a reject. */
export interface Refusal {
  readonly code: string;
  readonly reason: string;
  readonly place: string;
  readonly size: number;
  /** First bytes, base64. */
  readonly head: string;
}

/** Bytes of a refusal as a record of a frame of format `refused`. */
export const refusalRecord = (refusal: Refusal): Buffer => Buffer.from(JSON.stringify(refusal));

/** Refusal of a record that is longer than its listener takes. */
export const tooLong = (head: Uint8Array, offset: number, length: number, limit: number): Refusal => ({
  code: 'ingest.record-too-long',
  reason: `a record of ${length} bytes; the limit is ${limit}`,
  place: `offset ${offset}`,
  size: length,
  head: Buffer.from(head).toString('base64'),
});
