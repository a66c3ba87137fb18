import type { EvtxRecord } from './file.ts';

/**
 * An EVTX record as the one-line JSON that `createDecoder('evtx')` decodes; what the journal keeps of a binary file.
 */
export const evtxJsonLine = (record: EvtxRecord): string => JSON.stringify(record.event);
