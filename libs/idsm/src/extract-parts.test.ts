import { describe, expect, it } from 'vitest';
import { readChain, readDefinition, readIdsm, readLimit, readMapping } from './extract-parts.ts';
import type { Found } from './extract-parts.ts';
import { readElement } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';
import { createXmlReader } from './xml.ts';

const element = (text: string): XmlElement => {
  const reader = createXmlReader(new TextEncoder().encode(text));
  const start = reader.next();
  if (start.kind !== 'start') throw new Error('no element');
  return readElement(reader, start);
};

const found = (inner: string): Found => ({ path: '/A/B', element: element(`<X>${inner}</X>`) });

const layout = (fields: string): string =>
  `<ID>1</ID><ADMIN-DATA><SDGS><SDG GID="Other"><SD GID="x">y</SD></SDG><SDG GID="ContextDataLayout">${fields}</SDG></SDGS></ADMIN-DATA>`;

describe('an event definition', () => {
  it.each([
    ['0', 0],
    ['0xFFFE', 0xfffe],
    ['32768', 0x8000],
  ])('with ID %s has %i', (text, id) => {
    expect(readDefinition(found(`<ID>${text}</ID>`))).toEqual({
      id,
      name: 'B',
      symbol: undefined,
      path: '/A/B',
      layout: undefined,
    });
  });

  it.each(['', '<ID/>', '<ID>-1</ID>', '<ID>1.5</ID>', '<ID>abc</ID>', '<ID>65535</ID>', '<ID>99999999999</ID>'])(
    'with %s is not used',
    (inner) => {
      expect(readDefinition(found(inner))).toMatch(/ID/);
    },
  );

  it('has the symbol of its code', () => {
    const inner = '<ID>1</ID><EVENT-SYMBOL-NAME><SHORT-NAME>N</SHORT-NAME><SYMBOL>MY_SEV</SYMBOL></EVENT-SYMBOL-NAME>';
    expect(readDefinition(found(inner))).toMatchObject({ symbol: 'MY_SEV' });
    expect(readDefinition(found('<ID>1</ID><EVENT-SYMBOL-NAME/>'))).toMatchObject({ symbol: undefined });
  });

  it('has an annotated layout, version 1 unless it says otherwise', () => {
    expect(readDefinition(found(layout('<SD GID="a">u8/255</SD><SD GID="b_2">u32</SD>')))).toMatchObject({
      layout: {
        version: 1,
        fields: [
          { name: 'a', bytes: 1, none: 255 },
          { name: 'b_2', bytes: 4 },
        ],
      },
    });
    expect(readDefinition(found(layout('<SD GID="layout-version">7</SD><SD GID="a">u16</SD>')))).toMatchObject({
      layout: { version: 7, fields: [{ name: 'a', bytes: 2 }] },
    });
  });

  it.each([
    ['no field', ''],
    ['a name in capitals', '<SD GID="A">u8</SD>'],
    ['no name', '<SD>u8</SD>'],
    ['a name twice', '<SD GID="a">u8</SD><SD GID="a">u8</SD>'],
    ['a name of 33 letters', `<SD GID="${'a'.repeat(33)}">u8</SD>`],
    ['a signed type', '<SD GID="a">s8</SD>'],
    ['a version that is no number', '<SD GID="layout-version">one</SD><SD GID="a">u8</SD>'],
    ['65 fields', Array.from({ length: 65 }, (_, at) => `<SD GID="f${at}">u8</SD>`).join('')],
  ])('with a layout of %s is not used', (_what, fields) => {
    expect(readDefinition(found(layout(fields)))).toContain('ContextDataLayout');
  });
});

describe('a limit', () => {
  it('counts events or bytes in an interval', () => {
    const rate = element('<L><MAX-EVENTS-IN-INTERVAL>5</MAX-EVENTS-IN-INTERVAL><TIME-INTERVAL>0.1</TIME-INTERVAL></L>');
    const traffic = element('<L><MAX-BYTES-IN-INTERVAL>9</MAX-BYTES-IN-INTERVAL><TIME-INTERVAL>1</TIME-INTERVAL></L>');
    expect(readLimit(rate)).toEqual({ amount: 5, seconds: 0.1 });
    expect(readLimit(traffic)).toEqual({ amount: 9, seconds: 1 });
  });

  it('without one of the two is none', () => {
    expect(readLimit(element('<L><MAX-EVENTS-IN-INTERVAL>5</MAX-EVENTS-IN-INTERVAL></L>'))).toBeUndefined();
    expect(readLimit(element('<L><TIME-INTERVAL>1</TIME-INTERVAL></L>'))).toBeUndefined();
  });
});

describe('an IdsM', () => {
  const ID = '<IDSM-INSTANCE-ID>3</IDSM-INSTANCE-ID>';

  it('on an adaptive machine signs too', () => {
    const inner = `${ID}<ECU-INSTANCE-REF DEST="MACHINE">/M</ECU-INSTANCE-REF><SIGNATURE-SUPPORT-AP><X/></SIGNATURE-SUPPORT-AP>`;
    expect(readIdsm(found(inner), () => undefined)).toMatchObject({ id: 3, ecu: '/M', signs: true });
  });

  it('has only limits that are there', () => {
    const inner = `${ID}<R-REF DEST="IDSM-RATE-LIMITATION">/R</R-REF><T-REF DEST="IDSM-TRAFFIC-LIMITATION">/T</T-REF>`;
    const limitOf = (path: string): { amount: number; seconds: number } | undefined =>
      path === '/T' ? { amount: 8, seconds: 2 } : undefined;
    expect(readIdsm(found(inner), limitOf)).toMatchObject({
      rateLimit: undefined,
      trafficLimit: { bytes: 8, seconds: 2 },
    });
  });

  it('without a number is not used', () => {
    expect(readIdsm(found(''), () => undefined)).toContain('IDSM-INSTANCE-ID');
  });

  it('keeps at most 64 states', () => {
    const states = '<BLOCK-STATE><SHORT-NAME>S</SHORT-NAME></BLOCK-STATE>'.repeat(70);
    expect(readIdsm(found(ID + states), () => undefined)).toMatchObject({ blockStates: { length: 64 } });
  });
});

describe('a filter chain', () => {
  it('of the adaptive platform has its states as well', () => {
    const inner = '<STATE><L><I><TARGET-REF DEST="MODE-DECLARATION">/A/Diagnosing</TARGET-REF></I></L></STATE>';
    expect(readChain(found(inner))).toMatchObject({ name: 'B', blockedIn: ['Diagnosing'] });
  });

  it('needs both numbers of a threshold', () => {
    expect(readChain(found('<THRESHOLD><THRESHOLD-NUMBER>2</THRESHOLD-NUMBER></THRESHOLD>')).threshold).toBeUndefined();
    expect(readChain(found('<THRESHOLD><INTERVAL-LENGTH>2</INTERVAL-LENGTH></THRESHOLD>')).threshold).toBeUndefined();
  });

  it('may aggregate without saying whose context data stay', () => {
    const inner = '<AGGREGATION><MINIMUM-INTERVAL-LENGTH>0.5</MINIMUM-INTERVAL-LENGTH></AGGREGATION>';
    expect(readChain(found(inner)).aggregation).toEqual({ seconds: 0.5, keeps: undefined });
  });
});

describe('a mapping', () => {
  const props = (inner: string): string =>
    `<L><SECURITY-EVENT-CONTEXT-PROPS>${inner}</SECURITY-EVENT-CONTEXT-PROPS></L>`;

  it.each([
    ['AFFECTED-BSW-MODULE', 'TcpIp'],
    ['AFFECTED-FUNCTIONAL-CLUSTER', 'DM'],
    ['AFFECTED-APPLICATION', 'Door'],
  ])('is named by its %s', (name, value) => {
    expect(readMapping(found(`<${name}>${value}</${name}>`)).sensorName).toBe(value);
  });

  it('is named by itself otherwise', () => {
    expect(readMapping(found('')).sensorName).toBe('B');
  });

  it('takes only reporting modes that exist', () => {
    const mode = (text: string): unknown =>
      readMapping(found(props(`<DEFAULT-REPORTING-MODE>${text}</DEFAULT-REPORTING-MODE>`))).props[0]?.mode;
    expect(mode('OFF')).toBe('OFF');
    expect(mode('DETAILED-BYPASSING-FILTERS')).toBe('DETAILED-BYPASSING-FILTERS');
    expect(mode('LOUD')).toBeUndefined();
  });

  it('reads booleans in both spellings', () => {
    const stored = (text: string): unknown =>
      readMapping(found(props(`<PERSISTENT-STORAGE>${text}</PERSISTENT-STORAGE>`))).props[0]?.persistent;
    expect(['true', '1', 'false', '0', 'yes', ''].map(stored)).toEqual([true, true, false, false, false, false]);
  });

  it('may map several events of several sensors', () => {
    const event = (path: string): string => `<E-REF DEST="SECURITY-EVENT-DEFINITION">${path}</E-REF>`;
    const inner = props(`${event('/1')}<SENSOR-INSTANCE-ID>1</SENSOR-INSTANCE-ID>`) + props(event('/2') + event('/3'));
    expect(readMapping(found(inner)).props.map(({ events, sensor }) => [events, sensor])).toEqual([
      [['/1'], 1],
      [['/2', '/3'], undefined],
    ]);
  });
});
