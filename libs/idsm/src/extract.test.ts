import { describe, expect, it } from 'vitest';
import { arxml, EXTRACT_XML, inPackage } from '../testing/arxml.ts';
import { describeChain, findUse, NO_EXTRACT } from './extract-model.ts';
import { readSecurityExtract } from './extract.ts';

const extract = readSecurityExtract([arxml(EXTRACT_XML)]);

const definition = (name: string, id: string): string =>
  `<SECURITY-EVENT-DEFINITION><SHORT-NAME>${name}</SHORT-NAME><ID>${id}</ID></SECURITY-EVENT-DEFINITION>`;

const idsm = (name: string, id: string): string =>
  `<IDSM-INSTANCE><SHORT-NAME>${name}</SHORT-NAME><IDSM-INSTANCE-ID>${id}</IDSM-INSTANCE-ID></IDSM-INSTANCE>`;

const mapping = (name: string, manager: string, events: readonly string[], sensor = ''): string =>
  `<SECURITY-EVENT-CONTEXT-MAPPING-FUNCTIONAL-CLUSTER><SHORT-NAME>${name}</SHORT-NAME>
   <IDSM-INSTANCE-REF DEST="IDSM-INSTANCE">${manager}</IDSM-INSTANCE-REF><MAPPED-SECURITY-EVENTS>${events
     .map(
       (event) =>
         `<SECURITY-EVENT-CONTEXT-PROPS><R-REF DEST="SECURITY-EVENT-DEFINITION">${event}</R-REF>${sensor}</SECURITY-EVENT-CONTEXT-PROPS>`,
     )
     .join('')}</MAPPED-SECURITY-EVENTS></SECURITY-EVENT-CONTEXT-MAPPING-FUNCTIONAL-CLUSTER>`;

const reasons = (elements: string): readonly string[] =>
  readSecurityExtract([arxml(inPackage(elements))]).notes.map(({ path, reason }) => `${path}: ${reason}`);

describe('a Security Extract', () => {
  it('gives definitions by id', () => {
    expect([...extract.definitions.keys()]).toEqual([0x2c, 0x8001, 100]);
    expect(extract.definitions.get(0x2c)).toEqual({
      id: 0x2c,
      name: 'MacFailed',
      symbol: 'SECOC_SEV_MAC_VERIFICATION_FAILED',
      path: '/Ids/MacFailed',
      layout: undefined,
    });
  });

  it('gives the annotated layout of context data', () => {
    expect(extract.definitions.get(0x8001)?.layout).toEqual({
      version: 2,
      fields: [
        { name: 'door', bytes: 1 },
        { name: 'speed', bytes: 2, none: 0xffff },
        { name: 'uptime', bytes: 4 },
      ],
    });
  });

  it('gives IdsM instances with their limits', () => {
    expect(extract.idsms.get(4)).toEqual({
      id: 4,
      name: 'GatewayIdsM',
      path: '/Ids/Deploy/GatewayIdsM',
      ecu: '/Ecus/Gateway',
      signs: true,
      timestampFormat: 'AUTOSAR',
      blockStates: ['Workshop'],
      rateLimit: { events: 5, seconds: 0.5 },
      trafficLimit: { bytes: 1000, seconds: 2 },
    });
    expect(extract.idsms.get(5)).toMatchObject({ name: 'DoorIdsM', signs: false, rateLimit: undefined });
  });

  it('gives what a sensor reports, with its filters', () => {
    const use = findUse(extract, { idsm: 4, sensor: 1, event: 0x2c });
    expect(use).toMatchObject({ sensorName: 'SecOC', severity: 3, mode: 'DETAILED', persistent: true });
    expect(use?.chain).toEqual({
      name: 'Calm',
      path: '/Ids/Deploy/Calm',
      blockedIn: ['Workshop'],
      everyNth: 3,
      aggregation: { seconds: 10, keeps: 'USE-FIRST-CONTEXT-DATA' },
      threshold: { events: 2, seconds: 60 },
    });
    expect(extract.chains).toHaveLength(1);
  });

  it('holds for every sensor when it names none', () => {
    const use = findUse(extract, { idsm: 5, sensor: 33, event: 0x8001 });
    expect(use).toMatchObject({ sensor: undefined, sensorName: 'DoorMapping', mode: undefined, persistent: false });
    expect(findUse(extract, { idsm: 4, sensor: 2, event: 0x2c })).toBeUndefined();
    expect(findUse(NO_EXTRACT, { idsm: 4, sensor: 1, event: 0x2c })).toBeUndefined();
  });

  it('that is whole has no notes', () => {
    expect(extract).toMatchObject({ notes: [], moreNotes: 0 });
  });

  it('may lie in several files', () => {
    const both = readSecurityExtract([
      arxml(inPackage(mapping('M', '/P/I', ['/P/E']))),
      arxml(inPackage(definition('E', '7'))),
      arxml(inPackage(idsm('I', '9'))),
    ]);
    expect(both.notes).toEqual([]);
    expect(findUse(both, { idsm: 9, sensor: 0, event: 7 })?.sensorName).toBe('M');
  });
});

describe('a filter chain in words', () => {
  it('lists what is on', () => {
    expect(extract.chains.map(describeChain)).toEqual([
      'blocked in Workshop; 1 of 3; aggregated over 10 s; at least 2 in 60 s',
    ]);
    const off = {
      name: 'c',
      path: '/c',
      blockedIn: [],
      everyNth: undefined,
      aggregation: undefined,
      threshold: undefined,
    };
    expect(describeChain(off)).toBe('no filter');
  });

  it('counts parts that are not readable as off', () => {
    const chain =
      '<SECURITY-EVENT-FILTER-CHAIN><SHORT-NAME>C</SHORT-NAME><AGGREGATION/><ONE-EVERY-N><N>x</N></ONE-EVERY-N><THRESHOLD/></SECURITY-EVENT-FILTER-CHAIN>';
    const { chains } = readSecurityExtract([arxml(inPackage(definition('E', '1') + chain))]);
    expect(chains.map(describeChain)).toEqual(['no filter']);
  });
});

describe('faults of an extract', () => {
  it.each([
    ['no id', definition('E', '') + definition('F', '1'), '/P/E: the event definition has no readable ID'],
    [
      'the invalid id',
      definition('E', '0xFFFF') + definition('F', '1'),
      '/P/E: event definition ID 65535 is more than 0xFFFE',
    ],
    ['an id twice', definition('E', '1') + definition('F', '0x1'), '/P/F: id 1 is already that of /P/E'],
    [
      'an IdsM without id',
      definition('E', '1') + idsm('I', 'x'),
      '/P/I: the IdsM instance has no readable IDSM-INSTANCE-ID',
    ],
    [
      'a lost event',
      definition('E', '1') + idsm('I', '1') + mapping('M', '/P/I', ['/P/Z']),
      '/P/M: the reference to /P/Z leads to nothing that was read',
    ],
    [
      'a lost IdsM',
      definition('E', '1') + mapping('M', '/P/I', ['/P/E']),
      '/P/M: the reference to /P/I leads to nothing that was read',
    ],
    [
      'a mapping twice',
      definition('E', '1') + idsm('I', '1') + mapping('M', '/P/I', ['/P/E', '/P/E']),
      '/P/M: IdsM/sensor/event 1/*/1 is mapped twice',
    ],
  ])('%s is noted and the rest is read', (_what, elements, expected) => {
    expect(reasons(elements)).toEqual([expected]);
  });

  it.each(['u24', 'u8/', 'u8/x', ''])('a layout with the type %j is noted', (type) => {
    const annotated = `<SECURITY-EVENT-DEFINITION><SHORT-NAME>E</SHORT-NAME><ADMIN-DATA><SDGS><SDG GID="ContextDataLayout"><SD GID="a">${type}</SD></SDG></SDGS></ADMIN-DATA><ID>1</ID></SECURITY-EVENT-DEFINITION>`;
    expect(reasons(annotated + definition('F', '2'))).toEqual([expect.stringContaining('/P/E: ContextDataLayout')]);
  });

  it('notes beyond a thousand are counted', () => {
    const { notes, moreNotes } = readSecurityExtract([arxml(inPackage(definition('E', '1').repeat(1012)))]);
    expect([notes.length, moreNotes]).toEqual([1000, 11]);
  });

  it('without any definition is refused', () => {
    expect(() => readSecurityExtract([])).toThrow(expect.objectContaining({ code: 'idsm.extract' }));
    expect(() => readSecurityExtract([arxml('<AUTOSAR/>')])).toThrow('no SECURITY-EVENT-DEFINITION');
  });

  it('in the XML come with file, line and column', () => {
    const bad = arxml('<AUTOSAR>\n<AR-PACKAGES></AUTOSAR>', 'bad.arxml');
    expect(() => readSecurityExtract([arxml(EXTRACT_XML), bad])).toThrow(
      expect.objectContaining({
        code: 'idsm.xml',
        detail: expect.objectContaining({ file: 'bad.arxml', line: 2, column: 14 }) as unknown,
      }),
    );
  });

  it('that would take too much memory or time are refused', () => {
    const refused = (...files: readonly string[]): unknown => {
      try {
        readSecurityExtract(files.map((text) => arxml(text)));
      } catch (error) {
        return error;
      }
      return undefined;
    };
    const long = 'x'.repeat(400);
    const nested = `<AR-PACKAGE><SHORT-NAME>${long}</SHORT-NAME>${definition(long, '1')}</AR-PACKAGE>`;
    expect(refused(nested)).toMatchObject({
      code: 'idsm.extract',
      detail: { reason: expect.stringContaining('path') as string },
    });
    expect(refused(`<AR-PACKAGE><SHORT-NAME>${long}<!-- -->${long}</SHORT-NAME></AR-PACKAGE>`)).toMatchObject({
      code: 'idsm.extract',
    });
    expect(refused(`<a>${'<SECURITY-EVENT-DEFINITION/>'.repeat(100_001)}</a>`)).toMatchObject({ code: 'idsm.extract' });
    expect(refused(...Array.from({ length: 65 }, () => '<a/>'))).toMatchObject({ code: 'idsm.extract' });
    const managers = Array.from({ length: 500 }, (_, at) => idsm(`I${at}`, String(at))).join('');
    const paths = Array.from({ length: 500 }, (_, at) => `/P/I${at}`);
    const each = paths.join('</IDSM-INSTANCE-REF><IDSM-INSTANCE-REF DEST="IDSM-INSTANCE">');
    const events = Array.from({ length: 401 }, () => '/P/E');
    const busy = definition('E', '1') + managers + mapping('M', each, events);
    expect(refused(inPackage(busy))).toMatchObject({ detail: { reason: 'more than 200000 mapped events' } });
  });
});
