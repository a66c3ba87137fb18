import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageArb } from '../testing/arbitraries.ts';
import { arxml, EXTRACT_XML } from '../testing/arxml.ts';
import { fromHex } from '../testing/hex.ts';
import { decodeDatagram } from './decode.ts';
import { contextOf, encodeMessage } from './encode.ts';
import type { IdsMessageInput } from './encode.ts';
import { timestampMs, toEvents } from './event.ts';
import type { IdsEvent } from './event.ts';
import { NO_EXTRACT } from './extract-model.ts';
import { readSecurityExtract } from './extract.ts';
import { DEFAULT_PROFILE } from './profile.ts';

const RECEIVED = 1_764_000_000_000;
const META = { received: RECEIVED, srcIp: '192.0.2.7', srcPort: 13400, vin: 'LCDTEST18R0000017' };
const PLAIN: IdsMessageInput = { version: 1, idsm: 4, sensor: 1, event: 44, count: 500 };
const EXTRACT = readSecurityExtract([arxml(EXTRACT_XML)]);

const eventOf = (message: Partial<IdsMessageInput>, extract = NO_EXTRACT): IdsEvent => {
  const [event, ...more] = toEvents(decodeDatagram(encodeMessage({ ...PLAIN, ...message })), extract, META);
  if (event === undefined || more.length > 0) throw new Error('not one event');
  return event;
};

const fieldsOf = (message: Partial<IdsMessageInput>, extract = NO_EXTRACT): IdsEvent['fields'] =>
  eventOf(message, extract).fields;

describe('an event without an extract', () => {
  it('has every field of a plain message', () => {
    expect(eventOf({})).toEqual({
      time: undefined,
      weight: 500,
      logsource: { product: 'vehicle', category: 'ecu_sev' },
      fields: {
        protocol: 'autosar_ids',
        status: 'ok',
        vin: 'LCDTEST18R0000017',
        src_ip: '192.0.2.7',
        src_port: 13400,
        'ids.profile': 'autosar-prs-981',
        'ids.decoder': 'secondary_sources',
        'ids.event': 'SECOC_SEV_MAC_VERIFICATION_FAILED',
        'ids.event_source': 'catalogue',
        'ids.event_certainty': 'confirmed',
        'ids.event_id': 44,
        'ids.event_id_hex': '0x002C',
        'ids.event_range': 'autosar',
        'ids.idsm': '4',
        'ids.idsm_id': 4,
        'ids.sensor': '1',
        'ids.sensor_id': 1,
        'ids.count': 500,
        'ids.version': 1,
        'ids.signed': false,
      },
    });
  });

  it('leaves out what the carrier does not tell', () => {
    const [event] = toEvents(decodeDatagram(encodeMessage(PLAIN)), NO_EXTRACT, { received: RECEIVED });
    expect(Object.keys(event?.fields ?? {})).not.toEqual(expect.arrayContaining(['vin']));
    expect(event?.fields).not.toHaveProperty('src_ip');
    expect(event?.fields).not.toHaveProperty('src_port');
  });

  it('weighs at least 1', () => {
    expect(eventOf({ count: 0 })).toMatchObject({
      weight: 1,
      fields: { 'ids.count': 0, status: 'anomaly', 'ids.anomalies': ['count_zero'] },
    });
  });

  it('marks names that are not confirmed, and has none for what it does not know', () => {
    expect(fieldsOf({ event: 60 })).toMatchObject({ 'ids.event': 'FIREWALL_SEV', 'ids.event_certainty': 'family' });
    expect(fieldsOf({ event: 2 })).toMatchObject({ 'ids.event_certainty': 'unverified' });
    const oem = fieldsOf({ event: 0x8001 });
    expect(oem).toMatchObject({ 'ids.event_source': 'none', 'ids.event_range': 'oem', 'ids.event_id_hex': '0x8001' });
    expect(oem).not.toHaveProperty(['ids.event']);
  });

  it('says operator when the profile is one of the operator', () => {
    const profile = { ...DEFAULT_PROFILE, name: 'ours', provenance: 'operator' as const };
    const [event] = toEvents(decodeDatagram(encodeMessage(PLAIN), { profile }), NO_EXTRACT, META);
    expect(event?.fields).toMatchObject({ 'ids.profile': 'ours', 'ids.decoder': 'operator' });
  });

  it('tells of a signature without claiming that it is right', () => {
    expect(fieldsOf({ signature: fromHex('0011') })).toMatchObject({ 'ids.signed': true, 'ids.signature_bytes': 2 });
  });
});

describe('the time of an event', () => {
  const time = { source: 'autosar' as const, nanoseconds: 250_999_999, seconds: 1_763_999_990, reserved: 0 };

  it('is that of the message, with the skew against the receiver', () => {
    expect(eventOf({ timestamp: time })).toMatchObject({
      time: 1_763_999_990_250,
      fields: { 'ids.time_source': 'autosar', 'ids.clock_skew_s': 9.75 },
    });
  });

  it.each([
    ['a clock of the manufacturer', { ...time, source: 'oem' as const }],
    ['a time base that counts from elsewhere', { ...time, seconds: 42 }],
    ['more nanoseconds than a second has', { ...time, nanoseconds: 1_000_000_000 }],
  ])('is not known from %s', (_what, timestamp) => {
    const event = eventOf({ timestamp });
    expect(event.time).toBeUndefined();
    expect(event.fields).toMatchObject({
      'ids.time_raw': `${timestamp.seconds}.${String(timestamp.nanoseconds).padStart(9, '0')}`,
    });
    expect(event.fields).not.toHaveProperty(['ids.clock_skew_s']);
  });

  it('is not there without a timestamp', () => {
    expect(timestampMs(undefined)).toBeUndefined();
    expect(fieldsOf({})).not.toHaveProperty(['ids.time_source']);
  });
});

describe('context data in an event', () => {
  const NEEDED = fromHex('27 01 ffff ffff 0e80');

  it('are hex, and said to be of one event when there are several', () => {
    expect(fieldsOf({ context: contextOf(fromHex('aabb')) })).toMatchObject({
      'ids.context_hex': 'aabb',
      'ids.context_bytes': 2,
      'ids.context_of_one': true,
    });
    expect(fieldsOf({ count: 1, context: contextOf(fromHex('aabb')) })).not.toHaveProperty(['ids.context_of_one']);
  });

  it('are cut at 256 bytes', () => {
    const fields = fieldsOf({ context: contextOf(new Uint8Array(300)) });
    expect(fields['ids.context_hex']).toHaveLength(512);
    expect(fields).toMatchObject({ 'ids.context_bytes': 300, 'ids.context_cut': true });
  });

  it('of 100 and 101 have their fields', () => {
    const fields = fieldsOf({ event: 100, version: 2, context: contextOf(NEEDED, 1) });
    expect(fields).toMatchObject({
      'ids.context_version': 1,
      'ids.context_modified': false,
      'ids.context_fits': true,
      'ids.ctx_sid': 0x27,
      'ids.ctx_subfunction': 1,
      'ids.ctx_client_address': 0x0e80,
    });
    expect(fields).not.toHaveProperty(['ids.ctx_did']);
    expect(fieldsOf({ event: 101, context: contextOf(NEEDED) })).toMatchObject({ 'ids.ctx_sid': 0x27 });
    expect(fieldsOf({ event: 101, context: contextOf(fromHex('27')) })).toMatchObject({ 'ids.context_fits': false });
  });

  it('of another version, or changed by a callout, are not taken apart', () => {
    expect(fieldsOf({ event: 100, version: 2, context: contextOf(NEEDED, 2) })).not.toHaveProperty(['ids.ctx_sid']);
    const changed = { ...contextOf(NEEDED, 1), version: { number: 1, modified: true } };
    const fields = fieldsOf({ event: 100, version: 2, context: changed });
    expect(fields).toMatchObject({ 'ids.context_modified': true });
    expect(fields).not.toHaveProperty(['ids.ctx_sid']);
  });
});

describe('an event with an extract', () => {
  it('has the names of the extract, and how it was filtered', () => {
    expect(fieldsOf({}, EXTRACT)).toMatchObject({
      'ids.event': 'SECOC_SEV_MAC_VERIFICATION_FAILED',
      'ids.event_short_name': 'MacFailed',
      'ids.event_source': 'extract',
      'ids.idsm': 'GatewayIdsM',
      'ids.sensor': 'SecOC',
      'ids.ecu': 'Gateway',
      'ids.severity': 3,
      'ids.reporting_mode': 'DETAILED',
      'ids.filters': 'blocked in Workshop; 1 of 3; aggregated over 10 s; at least 2 in 60 s',
      'ids.in_extract': true,
      'ids.signature_missing': true,
    });
    expect(fieldsOf({ signature: fromHex('01') }, EXTRACT)).not.toHaveProperty(['ids.signature_missing']);
    expect(fieldsOf({}, EXTRACT)).not.toHaveProperty(['ids.event_certainty']);
  });

  it('tells when a sensor reports what it is not meant to', () => {
    expect(fieldsOf({ sensor: 9 }, EXTRACT)).toMatchObject({ 'ids.in_extract': false, 'ids.sensor': '9' });
    expect(fieldsOf({})).not.toHaveProperty(['ids.in_extract']);
    // an extract that only defines events says nothing about sensors
    expect(fieldsOf({}, { ...EXTRACT, uses: new Map() })).not.toHaveProperty(['ids.in_extract']);
  });

  it('takes context data apart as annotated', () => {
    const door = { idsm: 5, event: 0x8001, version: 2, context: contextOf(fromHex('02 ffff 00000064'), 2) };
    const fields = fieldsOf(door, EXTRACT);
    expect(fields).toMatchObject({ 'ids.event': 'DoorForced', 'ids.ctx_door': 2, 'ids.ctx_uptime': 100 });
    expect(fields).not.toHaveProperty(['ids.ctx_speed']);
  });

  it('does not read an id that was given to another event as the standard one', () => {
    const fields = fieldsOf({ event: 100, context: contextOf(fromHex('2701ffffffff0e80')) }, EXTRACT);
    expect(fields).toMatchObject({ 'ids.event': 'SomethingElse' });
    expect(fields).not.toHaveProperty(['ids.ctx_sid']);
    const same = EXTRACT.definitions.get(100);
    if (same === undefined) throw new Error('no definition');
    const kept = { ...EXTRACT, definitions: new Map([[100, { ...same, symbol: 'DM_SEV_SECURITY_ACCESS_NEEDED' }]]) };
    expect(fieldsOf({ event: 100, context: contextOf(fromHex('2701ffffffff0e80')) }, kept)).toMatchObject({
      'ids.ctx_sid': 0x27,
    });
  });
});

describe('a datagram with a fault', () => {
  it('gives its messages and one event for the rest', () => {
    const bytes = new Uint8Array([...encodeMessage(PLAIN), 0x10, 0x01]);
    const events = toEvents(decodeDatagram(bytes), NO_EXTRACT, META);
    expect(events.map(({ fields }) => fields['status'])).toEqual(['ok', 'truncated']);
    expect(events[1]).toEqual({
      time: undefined,
      weight: 1,
      logsource: { product: 'vehicle', category: 'ecu_sev' },
      fields: {
        protocol: 'autosar_ids',
        status: 'truncated',
        vin: 'LCDTEST18R0000017',
        src_ip: '192.0.2.7',
        src_port: 13400,
        'ids.profile': 'autosar-prs-981',
        'ids.decoder': 'secondary_sources',
        'ids.fault_offset': 8,
        'ids.fault': 'event frame: at least 6 more bytes are needed',
        'ids.undecoded_bytes': 2,
        'ids.undecoded_hex': '1001',
      },
    });
  });

  it('of no bytes gives none', () => {
    expect(toEvents(decodeDatagram(new Uint8Array(0)), NO_EXTRACT, META)).toEqual([]);
  });
});

describe('events of any messages', () => {
  it('are flat, named alike, and weigh what the messages count', () => {
    const scalar = (value: unknown): boolean =>
      ['string', 'number', 'boolean'].includes(typeof value) ||
      (Array.isArray(value) && value.every((each) => typeof each === 'string'));
    fc.assert(
      fc.property(fc.array(messageArb, { maxLength: 4 }), fc.constantFrom(EXTRACT, NO_EXTRACT), (all, extract) => {
        const bytes = new Uint8Array(Buffer.concat(all.map((message) => encodeMessage(message))));
        const events = toEvents(decodeDatagram(bytes), extract, META);
        expect(events.map(({ weight }) => weight)).toEqual(all.map(({ count }) => Math.max(1, count)));
        for (const { fields } of events) {
          expect(Object.values(fields).every(scalar)).toBe(true);
          for (const name of Object.keys(fields))
            expect(name).toMatch(/^(ids\.[a-z0-9_]+|protocol|status|vin|src_ip|src_port)$/);
        }
      }),
    );
  });
});
