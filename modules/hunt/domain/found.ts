import { createHash } from 'node:crypto';
import type { HuntHit } from '../contract.ts';
import type { HuntField } from '../worker/hunt-worker.ts';
import type { EventRow } from './query.ts';

/** A hit on its way into the records. */
export interface Found extends Omit<HuntHit, 'time' | 'promoted'> {
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  /** Alert that a backfill raised; null otherwise. */
  readonly fingerprint: string | null;
}

const MESSAGE = 300;

/** What an event is about: vehicle, host, address, account, else its source. */
const subjectOf = (row: EventRow): Pick<Found, 'subject' | 'subjectKind'> => {
  if (row._vin !== '') return { subjectKind: 'vehicle', subject: row._vin };
  const host = row._host || row._srcIp;
  if (host !== '') return { subjectKind: 'host', subject: host };
  if (row._user !== '') return { subjectKind: 'account', subject: row._user };
  return { subjectKind: 'source', subject: row._source };
};

/** Fields as they are told: `*` where any value of the event was asked for. */
const matchedOf = (matched: readonly HuntField[]): Found['matched'] =>
  matched.map(({ field, value }) => ({ field: field ?? '*', value: value ?? '' }));

/** An event that a rule hits. */
export const foundEvent = (ruleId: string, row: EventRow, matched: readonly HuntField[]): Found => ({
  ruleId,
  key: `${row._journal}/${row._seq}/${row._idx}`,
  time: row._time,
  journal: row._journal,
  seq: row._seq,
  index: row._idx,
  source: row._source,
  ...subjectOf(row),
  message: row._message.slice(0, MESSAGE),
  matched: matchedOf(matched),
  events: [],
  fingerprint: null,
});

/** Short and the same for the same text. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 40);
