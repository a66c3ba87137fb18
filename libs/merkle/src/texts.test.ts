import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../testing/trees.ts';
import {
  cosignedText,
  extensionOf,
  formatCheckpoint,
  formatCosignature,
  formatNote,
  formatRecordProof,
  formatVerifierKey,
  formatWitnessRequest,
  fromBase64,
  keyIdOf,
  parseCheckpoint,
  parseCosignature,
  parseNote,
  parseRecordProof,
  parseSignatureLines,
  parseTilePath,
  parseVerifierKey,
  parseWitnessRequest,
  partialTiles,
  tileLevels,
  tilePath,
  tilesOfLevel,
  toBase64,
} from './index.ts';

const bytesArb = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const code = (work: () => unknown): string => {
  try {
    work();
    return 'no error';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
};

describe('base64', () => {
  it('is that of Node in both directions and takes nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      }),
    );
    for (const text of ['a', 'ab', 'abc', 'ab=c', 'ab==cd==', 'a b=', 'ab-_', 'AB==', 'AAB='])
      expect(fromBase64(text), text).toBeUndefined();
  });
});

describe('tile paths', () => {
  it('are those of the specification', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 2, index: 0, width: 17 })).toBe('tile/2/000.p/17');
    expect(parseTilePath('tile/0/x001/x234/067')).toEqual({ level: 0, index: 1_234_067, width: 256 });
    for (const path of [
      'tile/0/1',
      'tile/6/000',
      'tile/0/000.p/256',
      'tile/0/x000/001',
      'tile/0/000.p/0',
      '../tile/0/000',
    ])
      expect(parseTilePath(path), path).toBeUndefined();
  });

  it('come back as they were', () => {
    const tile = fc.record({ level: fc.nat(5), index: fc.nat(9e8), width: fc.integer({ min: 1, max: 256 }) });
    fc.assert(fc.property(tile, (each) => void expect(parseTilePath(tilePath(each))).toEqual(each)));
  });

  it('list what a tree has', () => {
    expect(partialTiles(0)).toEqual([]);
    expect(partialTiles(256)).toEqual([{ level: 1, index: 0, width: 1 }]);
    expect(partialTiles(70_000)).toEqual([
      { level: 0, index: 273, width: 112 },
      { level: 1, index: 1, width: 17 },
      { level: 2, index: 0, width: 1 },
    ]);
    expect(tilesOfLevel(0, 600).map(({ width }) => width)).toEqual([256, 256, 88]);
    expect([0, 1, 255, 256, 65_536].map(tileLevels)).toEqual([0, 1, 1, 2, 3]);
  });
});

const signatureArb = fc.record({
  name: fc.stringMatching(/^[!-*,-~]{1,40}$/),
  keyId: bytesArb(4),
  signature: bytesArb(64),
});

describe('notes', () => {
  it('come back as they were, also with blank lines in the text', () => {
    const note = fc.record({
      text: fc.constantFrom('one\n', 'one\n\ntwo\n', '车盾\n'),
      signatures: fc.array(signatureArb, { minLength: 1, maxLength: 5 }),
    });
    fc.assert(fc.property(note, (each) => void expect(parseNote(formatNote(each))).toEqual(each)));
  });

  it('are refused where something is missing or hidden', () => {
    const line = '— name AQIDBAU=\n';
    expect(parseNote(`text\n\n${line}`).signatures).toHaveLength(1);
    const wrong = [
      '',
      'text\n',
      `text\n${line}`,
      `text\n\n${line}x`,
      `text\n\n- name AQIDBAU=\n`,
      `text\n\n— name AQIDBA==\n`,
      `text\n\n— na+me AQIDBAU=\n`,
      `te\u0000xt\n\n${line}`,
      `te\rxt\n\n${line}`,
      `text\n\n${line.repeat(65)}`,
      `${'x'.repeat(70_000)}\n\n${line}`,
    ];
    for (const text of wrong)
      expect(
        code(() => parseNote(text)),
        text.slice(0, 30),
      ).toBe('merkle.bad-note');
    expect(code(() => parseSignatureLines('— name AQIDBAU='))).toBe('merkle.bad-note');
  });
});

describe('checkpoints', () => {
  const checkpoint = {
    origin: 'chedun/network/ab',
    size: 7,
    root: Buffer.alloc(32, 5),
    extensions: ['time now', 'sha256 x'],
  };

  it('come back as they were', () => {
    const text = formatCheckpoint(checkpoint);
    expect(text).toBe(`chedun/network/ab\n7\n${checkpoint.root.toString('base64')}\ntime now\nsha256 x\n`);
    expect(parseCheckpoint(text)).toEqual({ ...checkpoint, root: Uint8Array.from(checkpoint.root) });
    expect(extensionOf(checkpoint, 'sha256')).toBe('x');
    expect(extensionOf(checkpoint, 'sha')).toBeUndefined();
  });

  it('are refused with the line', () => {
    const root = checkpoint.root.toString('base64');
    const wrong = [
      '',
      'a\n1',
      `\n1\n${root}\n`,
      `a\n01\n${root}\n`,
      `a\n-1\n${root}\n`,
      `a\n9007199254740993\n${root}\n`,
    ];
    for (const text of [...wrong, 'a\n1\nAAAA\n', `a\n1\n${root}\n\n`, `a\n1\n${root}\n${'x\n'.repeat(17)}`])
      expect(
        code(() => parseCheckpoint(text)),
        text,
      ).toBe('merkle.bad-checkpoint');
  });
});

describe('keys', () => {
  it('come back as they were and are told apart by type', () => {
    const key = fc.oneof(
      fc.record({ name: fc.constant('log/a'), type: fc.constantFrom('ed25519', 'cosignature/v1'), key: bytesArb(32) }),
      fc.record({
        name: fc.constant('log/a'),
        type: fc.constantFrom('sm2-sm3', 'sm2-sm3-cosignature/v1'),
        key: bytesArb(65),
      }),
    );
    fc.assert(
      fc.property(key, (each) => void expect(parseVerifierKey(sha256, formatVerifierKey(sha256, each))).toEqual(each)),
    );
    const bytes = new Uint8Array(32);
    expect(keyIdOf(sha256, { name: 'a', type: 'ed25519', key: bytes })).not.toEqual(
      keyIdOf(sha256, { name: 'a', type: 'cosignature/v1', key: bytes }),
    );
  });

  it('read a key of Go sumdb, whose id we did not compute', () => {
    const line = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
    const key = parseVerifierKey(sha256, line);
    expect(key.type).toBe('ed25519');
    expect(formatVerifierKey(sha256, key)).toBe(line);
    for (const text of [
      '',
      'a+b',
      line.replace('033d', '033e'),
      line.replace('Ac4z', 'Bc4z'),
      `${line}AA==`,
      'x'.repeat(900),
    ])
      expect(
        code(() => parseVerifierKey(sha256, text)),
        text,
      ).toBe('merkle.bad-key');
  });
});

describe('what goes to and comes from a witness', () => {
  it('requests come back as they were', () => {
    const request = {
      old: 3,
      proof: [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)],
      note: 'a\n1\n\n— x AQIDBAU=\n',
    };
    expect(parseWitnessRequest(formatWitnessRequest(request))).toEqual(request);
    expect(parseWitnessRequest(formatWitnessRequest({ ...request, proof: [] }))).toEqual({ ...request, proof: [] });
    const wrong = [
      '',
      'old 1\n',
      'old -1\n\nx',
      'new 1\n\nx',
      'old 1\nAAAA\n\nx',
      `old 1\n${`${toBase64(new Uint8Array(32))}\n`.repeat(64)}\nx`,
    ];
    for (const text of wrong)
      expect(
        code(() => parseWitnessRequest(text)),
        text,
      ).toBe('merkle.bad-checkpoint');
  });

  it('cosignatures hold the time that is signed', () => {
    const bytes = formatCosignature(1_700_000_000, new Uint8Array(64).fill(9));
    expect(parseCosignature(bytes)).toEqual({ seconds: 1_700_000_000, signature: new Uint8Array(64).fill(9) });
    expect(parseCosignature(bytes.subarray(0, 8))).toBeUndefined();
    expect(parseCosignature(new Uint8Array(72).fill(255))).toBeUndefined();
    expect(cosignedText('a\n', 5)).toBe('cosignature/v1\ntime 5\na\n');
  });
});

describe('proofs of records', () => {
  const proof = {
    stream: 'network',
    seq: 7,
    record: 3,
    header: new Uint8Array(70).fill(1),
    payload: new Uint8Array(9).fill(2),
    payloadHash: new Uint8Array(32).fill(3),
    index: 6,
    path: [new Uint8Array(32).fill(4)],
    checkpoint: 'text',
  };

  it('come back as they were, with and without the payload', () => {
    expect(parseRecordProof(formatRecordProof(proof))).toEqual(proof);
    const { payload: _payload, record: _record, ...withheld } = proof;
    expect(parseRecordProof(formatRecordProof(withheld))).toEqual(withheld);
  });

  it('are refused with the field', () => {
    const text = formatRecordProof(proof);
    const change = (field: string, value: unknown): string => JSON.stringify({ ...JSON.parse(text), [field]: value });
    for (const [field, value] of [
      ['format', 'x'],
      ['seq', -1],
      ['index', 1.5],
      ['path', 'x'],
      ['path', ['AAAA']],
      ['header', 'A'.repeat(800)],
      ['payloadHash', 'AAAA'],
      ['checkpoint', 4],
      ['record', '1'],
    ] as const)
      expect(
        code(() => parseRecordProof(change(field, value))),
        field,
      ).toBe('merkle.bad-proof');
    for (const wrong of ['', '[]', 'null', '{']) expect(code(() => parseRecordProof(wrong))).toBe('merkle.bad-proof');
  });
});
