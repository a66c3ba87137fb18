import { isDomainError } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../testing/frames.ts';
import { idKey } from '../frame.ts';
import type { DbcMessage, DbcSignal } from './dbc.ts';
import { decodeMessage } from './decode.ts';
import { parseDbc } from './parse.ts';

const TEXT = `VERSION "1.2"

NS_ :
	NS_DESC_
	CM_
	VAL_

BS_: 500

BU_: Engine Gateway

BO_ 256 Motor: 8 Engine
 SG_ Rpm : 7|16@0+ (0.25,0) [0|16383.75] "rpm" Gateway
 SG_ Temp : 16|8@1- (1,-40) [-40|215] "C"  Gateway,Engine
 SG_ Mode M : 24|4@1+ (1,0) [0|15] "" Vector__XXX
 SG_ Torque m1 : 32|16@1- (0.5,0) [0|0] "Nm" Gateway
 SG_ Load m2 : 32|8@1+ (1,0) [0|100] "%" Gateway

BO_ 2566844926 Wide: 8 Engine
 SG_ Ratio : 0|32@1- (1,0) [0|0] "" Gateway

BO_ 3221225472 VECTOR__INDEPENDENT_SIG_MSG: 0 Vector__XXX
 SG_ Orphan : 0|8@1+ (1,0) [0|0] "" Vector__XXX

CM_ "of the whole network";
CM_ BU_ Engine "the engine";
CM_ BO_ 256 "engine
 data";
CM_ SG_ 256 Rpm "speed of \\"the\\" engine";
BA_DEF_ BO_ "GenMsgCycleTime" INT 0 65535;
BA_DEF_DEF_ "GenMsgCycleTime" 0;
BA_ "GenMsgCycleTime" BO_ 256 20;
BA_ "BusType" "CAN";
VAL_ 256 Mode 0 "off" 1 "on" ;
VAL_ EnvVariable 0 "a" ;
SIG_VALTYPE_ 2566844926 Ratio : 1;
`;

const dbc = parseDbc(TEXT);
const message = (id: number, extended = false): DbcMessage => {
  const found = dbc.messages.get(idKey(id, extended));
  if (found === undefined) throw new Error('no such message');
  return found;
};
const signal = (name: string): DbcSignal | undefined => message(256).signals.find((each) => each.name === name);

const failure = (text: string): unknown => {
  try {
    return parseDbc(text);
  } catch (error) {
    return isDomainError(error, 'can.bad_dbc') ? `${error.detail.line}: ${error.detail.reason}` : error;
  }
};

describe('DBC', () => {
  it('reads version, nodes and messages', () => {
    expect(dbc.version).toBe('1.2');
    expect(dbc.nodes).toEqual(['Engine', 'Gateway']);
    expect([...dbc.messages.values()].map(({ name, id, extended }) => [name, id, extended])).toEqual([
      ['Motor', 256, false],
      ['Wide', 0x18fef1fe, true],
    ]);
    expect(dbc.problems).toEqual([]);
  });

  it('reads signals', () => {
    expect(signal('Rpm')).toEqual({
      name: 'Rpm',
      start: 7,
      length: 16,
      byteOrder: 'big',
      type: 'unsigned',
      factor: 0.25,
      offset: 0,
      minimum: 0,
      maximum: 16383.75,
      unit: 'rpm',
      receivers: ['Gateway'],
      multiplex: { kind: 'always' },
      texts: new Map(),
      comment: 'speed of "the" engine',
    });
    expect(signal('Temp')).toMatchObject({
      byteOrder: 'little',
      type: 'signed',
      offset: -40,
      minimum: -40,
      receivers: ['Gateway', 'Engine'],
    });
  });

  it('reads multiplexing, texts, comments, cycle times and floats', () => {
    expect(signal('Mode')).toMatchObject({
      multiplex: { kind: 'switch' },
      texts: new Map([
        [0, 'off'],
        [1, 'on'],
      ]),
    });
    expect(signal('Torque')?.multiplex).toEqual({ kind: 'case', isSwitch: false, on: undefined, ranges: [[1, 1]] });
    expect(message(256)).toMatchObject({ comment: 'engine\n data', cycleMs: 20 });
    expect(message(0x18fef1fe, true).signals[0]?.type).toBe('float32');
  });

  it('decodes with what it read', () => {
    const values = decodeMessage(message(256), fromHex('1f40640138ff0000'));
    expect(values.map(({ name, value, text }) => [name, value, text])).toEqual([
      ['Rpm', 2000, undefined],
      ['Temp', 60, undefined],
      ['Mode', 1, 'on'],
      ['Torque', -100, undefined],
    ]);
  });

  it('reads extended multiplexing', () => {
    const { messages } = parseDbc(`BO_ 1 M: 8 E
 SG_ S1 M : 0|4@1+ (1,0) [0|0] "" X
 SG_ S2 m3M : 4|4@1+ (1,0) [0|0] "" X
 SG_ V m0 : 8|8@1+ (1,0) [0|0] "" X
SG_MUL_VAL_ 1 S2 S1 3-3, 5-7;
SG_MUL_VAL_ 1 V S2 1-2;`);
    const found = messages.get(1);
    expect(found?.signals.map((each) => each.multiplex)).toEqual([
      { kind: 'switch' },
      {
        kind: 'case',
        isSwitch: true,
        on: 'S1',
        ranges: [
          [3, 3],
          [5, 7],
        ],
      },
      { kind: 'case', isSwitch: false, on: 'S2', ranges: [[1, 2]] },
    ]);
    if (found === undefined) return;
    expect(decodeMessage(found, fromHex('2609')).map((value) => value.name)).toEqual(['S1', 'S2', 'V']);
    expect(decodeMessage(found, fromHex('2409')).map((value) => value.name)).toEqual(['S1']);
  });

  it('leaves out what contradicts the rest, and lists it', () => {
    const { messages, problems } = parseDbc(`BO_ 1 M: 2 E
 SG_ Far : 16|8@1+ (1,0) [0|0] "" X
 SG_ Long : 0|65@1+ (1,0) [0|0] "" X
 SG_ Start : 600|1@1+ (1,0) [0|0] "" X
 SG_ Good : 0|8@1+ (1,0) [0|0] "" X
 SG_ Half : 0|16@1- (1,0) [0|0] "" X
BO_ 1 Again: 2 E
BO_ 2 Huge: 100 E
VAL_ 1 Nothing 0 "x" ;
SIG_VALTYPE_ 1 Half : 1;
`);
    expect(messages.get(1)?.signals.map((each) => each.name)).toEqual(['Good']);
    expect(problems.map(({ line, reason }) => `${line} ${reason}`).toSorted()).toEqual([
      '2 M.Far: reaches beyond the 2 bytes of its message',
      '3 M.Long: length of 65 bits',
      '4 M.Start: start bit 600',
      '6 M.Half: float of 16 bits',
      '7 Again: its id came before',
      '8 Huge has 100 bytes',
      '9 there is no signal Nothing in that message',
    ]);
  });

  it('says in which line a statement is broken', () => {
    expect(failure('VERSION ""\nBO_ x')).toBe('2: expected a number, found "x"');
    expect(failure('BO_ 1 M 8')).toBe('1: expected ":", found "8"');
    expect(failure('BO_ 1 M: 8 E\n SG_ A q : 0|8')).toBe('2: "q" is no multiplexer mark');
    expect(failure('BO_ 1 M: 8 E\n SG_ A : 0|8@1')).toBe('2: expected + or -, found "end of file"');
    expect(failure('CM_ "open')).toMatch(/^1: a string does not end/);
    expect(failure('\n\n§')).toBe('3: unexpected character "§"');
    expect(failure(': x')).toBe('1: no statement starts with ":"');
  });

  it('takes a word that is no keyword as a fault and never as a statement to pass over', () => {
    expect(failure('BO_ 1 M: 8 E\nSignal A;\nBO_ 2 N: 8 E')).toBe('2: no statement starts with "Signal"');
  });

  it('reads what other programs write', () => {
    const { nodes, messages } = parseDbc(`BU_: A
  B C
VAL_TABLE_ Gears 1 "D;" 0 "P" ;
BO_ 1 M: 8 E
 SG_ None : 0|8@1+ (1,0) [0|0] ""
 SG_ Two : 8|8@1+ (1e-3,-1.5E+2) [-1|+1] "\u00B0C" A , B
 SG_ Blank : 16|8@1+ (1,0) [0|0] "" A B

EV_ Temp: 0 [0|1] "" 0 1 DUMMY_NODE_VECTOR0 A;
BO_TX_BU_ 1 : A,B;
SIG_GROUP_ 1 Group 1 : None Two;
BA_DEF_DEF_REL_ "X" "";
BO_ 2 12ab: 8 E
`);
    expect(nodes).toEqual(['A', 'B', 'C']);
    expect([...messages.values()].map((each) => each.name)).toEqual(['M', '12ab']);
    expect(messages.get(1)?.signals.map((each) => each.receivers)).toEqual([[], ['A', 'B'], ['A', 'B']]);
    expect(messages.get(1)?.signals[1]).toMatchObject({ factor: 0.001, offset: -150, minimum: -1, maximum: 1 });
  });

  it('reads an empty file', () => {
    expect(parseDbc('')).toEqual({ version: '', nodes: [], messages: new Map(), problems: [] });
  });
});
