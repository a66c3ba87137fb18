import { describe, expect, it } from 'vitest';
import { arxml, EXTRACT_XML } from '../testing/arxml.ts';
import { fromHex } from '../testing/hex.ts';
import { contextOf, encodeMessage } from './encode.ts';
import { readSecurityExtract } from './extract.ts';
import { inspectIds } from './inspect.ts';

const MESSAGES = [
  encodeMessage({ version: 1, idsm: 5, sensor: 1, event: 44, count: 3 }),
  encodeMessage({ version: 2, idsm: 4, sensor: 1, event: 0x8001, count: 10, context: contextOf(fromHex('aa'), 1) }),
  encodeMessage({ version: 1, idsm: 5, sensor: 2, event: 44, count: 7, signature: fromHex('01') }),
  encodeMessage({ version: 1, idsm: 5, sensor: 2, event: 0xffff, count: 0 }),
];

const bytes = new Uint8Array(Buffer.concat(MESSAGES));

describe('a summary', () => {
  it('counts messages and events and sorts them', () => {
    expect(inspectIds(bytes)).toEqual({
      bytes: bytes.length,
      messages: 4,
      events: 20,
      signed: 1,
      withContext: 1,
      withTime: 0,
      versions: [1, 2],
      idsms: [4, 5],
      tallies: [
        { id: 44, name: 'SECOC_SEV_MAC_VERIFICATION_FAILED', messages: 2, events: 10 },
        { id: 0x8001, name: undefined, messages: 1, events: 10 },
        { id: 0xffff, name: undefined, messages: 1, events: 0 },
      ],
      anomalies: ['event_id_invalid', 'count_zero'],
      padding: 0,
      undecodedBytes: 0,
      fault: undefined,
      profile: 'autosar-prs-981',
      provenance: 'secondary_sources',
    });
  });

  it('has the names of an extract', () => {
    const names = inspectIds(bytes, readSecurityExtract([arxml(EXTRACT_XML)])).tallies.map(({ name }) => name);
    expect(names).toEqual(['SECOC_SEV_MAC_VERIFICATION_FAILED', 'DoorForced', undefined]);
  });

  it('tells of padding and of bytes that are no message', () => {
    expect(inspectIds(new Uint8Array([...bytes, 0, 0]))).toMatchObject({ padding: 2, undecodedBytes: 0 });
    expect(inspectIds(fromHex('ff'))).toMatchObject({ messages: 0, undecodedBytes: 1, fault: { kind: 'truncated' } });
    expect(inspectIds(bytes, undefined, { limits: { messages: 1 } })).toMatchObject({
      messages: 1,
      fault: { kind: 'too_many_messages' },
    });
  });
});
