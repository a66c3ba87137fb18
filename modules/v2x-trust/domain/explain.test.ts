import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newSpduView, scanSpdu, unsecuredMessage } from '@chedun/v2x-security';
import { certificateView, placeOf, regionView, tryCertificate, degreesOf } from './certificate-view.ts';
import { bytesOfText, fieldsOf } from './explain.ts';
import { AIDS, HERE, makeHierarchy, makeMessage } from './hierarchy.ts';
import { noteOf } from './note.ts';
import { unixOf, v2xMicros } from './v2x-time.ts';

const NOW = 722_476_800;

describe('pasted text', () => {
  it('is hex with or without spaces, or base64', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (bytes) => {
        const hex = Buffer.from(bytes).toString('hex');
        expect(bytesOfText(`0x${hex.replaceAll(/(..)/gu, '$1 ')}`)).toEqual(bytes);
        expect(bytesOfText(hex.toUpperCase())).toEqual(bytes);
      }),
    );
    expect(bytesOfText('A4GqAA==')).toEqual(Uint8Array.of(3, 0x81, 0xaa, 0));
    expect([bytesOfText(''), bytesOfText('{"a":1}')]).toEqual([undefined, undefined]);
  });
});

describe('the fields of a message', () => {
  const read = (bytes: Uint8Array) => {
    const view = newSpduView();
    scanSpdu(bytes, view, 'cn');
    return fieldsOf(bytes, view, 5);
  };

  it('are named with the step that judges them', async () => {
    const { vehicle } = await makeHierarchy('a.example', NOW);
    const generationTime = v2xMicros(Date.parse('2026-11-23T01:00:00.250Z'), 5);
    const generationLocation = { ...HERE, elevation: 4096 };
    const bytes = await makeMessage(await vehicle(), { aid: AIDS.vehicle, generationTime, generationLocation });
    expect(read(bytes).map(({ name, step }) => [name, step])).toEqual([
      ['content', 'format'],
      ['hash', 'format'],
      ['payload', 'format'],
      ['aid', 'permission'],
      ['generated', 'time'],
      ['location', 'place'],
      ['signer-form', 'signer'],
      ['signer', 'chain'],
      ['curve', 'signature'],
      ['signature', 'signature'],
    ]);
    expect(read(bytes).find(({ name }) => name === 'generated')?.value).toBe('2026-11-23T01:00:00.250Z');
    expect(read(bytes.subarray(0, 60)).map(({ name }) => name)).toContain('content');
  });

  it('of an unsigned message are its payload', () => {
    expect(read(unsecuredMessage('cn', Uint8Array.of(1, 2)))).toEqual([
      { name: 'content', value: 'unsecured', step: 'format' },
      { name: 'payload', value: '2 B: 0102', step: 'format' },
    ]);
  });
});

describe('a certificate in words', () => {
  it('tells name, validity, region and applications', async () => {
    const { roadUnit } = await makeHierarchy('a.example', NOW);
    const { certificate } = await roadUnit('rsu-1', { region: { circular: { center: HERE, radius: 500 } } });
    expect(certificateView(certificate, 5)).toMatchObject({
      name: 'rsu-1',
      curve: 'sm2',
      region: { kind: 'circle', text: '31.20000, 121.40000 · 500 m' },
      applications: [AIDS.road],
    });
    expect(tryCertificate(certificate.bytes.subarray(1))).toBeUndefined();
  });

  it('shows every kind of region', () => {
    expect(regionView(undefined).kind).toBe('any');
    expect(regionView({ identified: [{ countryOnly: 156 }] })).toEqual({ kind: 'countries', text: '156' });
    expect(regionView({ polygonal: [HERE, HERE, HERE] }).kind).toBe('polygon');
    expect(regionView({ rectangular: [{ northWest: HERE, southEast: HERE }] }).kind).toBe('rectangles');
  });
});

describe('units', () => {
  it('come back from degrees and from the clock of the messages', () => {
    expect(degreesOf(placeOf({ lat: 31.2345678, lon: -121.4 }))).toEqual({ lat: 31.2345678, lon: -121.4 });
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2004, 1), max: Date.UTC(2100, 0) }), fc.nat(30), (ms, leap) => {
        expect(unixOf(v2xMicros(ms, leap), leap)).toBe(ms);
      }),
    );
  });
});

describe('the record of a refusal', () => {
  it('carries what rules look at, and never more than the head of the message', () => {
    const message = { bytes: new Uint8Array(2000), at: 0, receiver: 'rsu-1', peer: { ip: '10.0.0.1', port: 9 } };
    const outcome = { verdict: 'format', offset: 7 } as const;
    const undefinedFields = {
      aid: undefined,
      generated: undefined,
      place: undefined,
      signer: undefined,
      parts: undefined,
    };
    const note = noteOf(message, { ...outcome, ...undefinedFields }, 3);
    expect(note).toMatchObject({
      'v2x.security': 'malformed',
      'v2x.error_offset': 7,
      'v2x.messages': 3,
      'v2x.bytes': 2000,
      src_ip: '10.0.0.1',
    });
    expect(String(note['v2x.hex'])).toHaveLength(1024);
  });
});
