import { readFileSync } from 'node:fs';
import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageArb } from '../testing/arbitraries.ts';
import { arxml, EXTRACT_XML, inPackage } from '../testing/arxml.ts';
import { fromHex } from '../testing/hex.ts';
import { decodeDatagram } from './decode.ts';
import { encodeMessage } from './encode.ts';
import { toEvents } from './event.ts';
import { readSecurityExtract } from './extract.ts';
import { createIdsFramer } from './framer.ts';
import { inspectIds } from './inspect.ts';

const EXTRACT = readSecurityExtract([arxml(EXTRACT_XML)]);
const META = { received: 1_764_000_000_000 };

/** Every byte is accounted for, what was read can be written back, and nothing is thrown. */
const survive = (bytes: Uint8Array): void => {
  const decoded = decodeDatagram(bytes);
  let at = 0;
  for (const { message, offset, length } of decoded.messages) {
    expect(offset).toBe(at);
    expect(encodeMessage(message)).toEqual(bytes.slice(offset, offset + length));
    at += length;
  }
  expect(at + decoded.padding + decoded.rest.length).toBe(bytes.length);
  expect(decoded.rest.length > 0).toBe(decoded.fault !== undefined);
  const events = toEvents(decoded, EXTRACT, META);
  expect(events).toHaveLength(decoded.messages.length + (decoded.fault === undefined ? 0 : 1));
  for (const { fields, weight } of events) {
    expect(weight).toBeGreaterThanOrEqual(1);
    expect(JSON.stringify(fields).length).toBeLessThan(4000);
  }
  expect(inspectIds(bytes, EXTRACT).messages).toBe(decoded.messages.length);
};

/** The framer gives back every byte and agrees with the datagram reader on the messages. */
const surviveStream = (bytes: Uint8Array, size: number): void => {
  const framer = createIdsFramer();
  let seen = 0;
  let messages = 0;
  const take = (pieces: ReturnType<typeof framer.push>): void => {
    for (const piece of pieces) {
      seen += piece.bytes.length;
      if (piece.kind === 'message') messages += 1;
    }
  };
  for (let at = 0; at < bytes.length; at += size) take(framer.push(bytes.slice(at, at + size)));
  take(framer.end());
  expect(seen).toBe(bytes.length);
  expect(messages).toBe(decodeDatagram(bytes).messages.length);
};

const corpus = readFileSync(new URL('../corpus/datagrams.hex', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map(fromHex);

describe('hostile bytes', () => {
  it('of the corpus, and of every prefix of it', () => {
    expect(corpus.length).toBeGreaterThan(20);
    for (const bytes of corpus)
      for (let end = 0; end <= bytes.length; end += 1) {
        survive(bytes.slice(0, end));
        surviveStream(bytes.slice(0, end), 3);
      }
  });

  it('made from messages by flipping bytes', () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(messageArb, { minLength: 1, maxLength: 3 }),
        flips,
        fc.integer({ min: 1, max: 40 }),
        (all, changes, size) => {
          const bytes = new Uint8Array(Buffer.concat(all.map((message) => encodeMessage(message))));
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
          survive(bytes);
          surviveStream(bytes, size);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('at random behind a right version', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2), fc.nat(15), fc.uint8Array({ maxLength: 60 }), (version, flags, tail) => {
        survive(Uint8Array.of(version * 16 + flags, ...tail));
      }),
      { numRuns: 2000 },
    );
  });
});

/** Whatever is thrown is ours. */
const surviveXml = (text: string): void => {
  try {
    readSecurityExtract([arxml(text)], { bytes: 100_000 });
  } catch (error) {
    expect(isDomainError(error, 'idsm.xml', 'idsm.extract')).toBe(true);
  }
};

describe('hostile extracts', () => {
  it('cut anywhere', () => {
    for (let end = 0; end < EXTRACT_XML.length; end += 7) surviveXml(EXTRACT_XML.slice(0, end));
  });

  it('with pieces put in anywhere', () => {
    const pieces = [
      '<',
      '>',
      '/>',
      '&',
      '&lt;',
      '&#x',
      '"',
      '<!--',
      ']]>',
      '<![CDATA[',
      '<?',
      '<!DOCTYPE',
      '<A>',
      '</A>',
      '\0',
      '0x',
      '<SHORT-NAME>',
      '/',
      '-1',
    ];
    fc.assert(
      fc.property(fc.nat(EXTRACT_XML.length), fc.nat(40), fc.constantFrom(...pieces), (at, cut, piece) => {
        surviveXml(EXTRACT_XML.slice(0, at) + piece + EXTRACT_XML.slice(at + cut));
      }),
      { numRuns: 500 },
    );
  });

  it('built from the words of the schema in any order', () => {
    const words = [
      'ID',
      'SHORT-NAME',
      'SDG',
      'ADMIN-DATA',
      'SD',
      'N',
      'IDSM-INSTANCE',
      'IDSM-PROPERTIES',
      'SECURITY-EVENT-DEFINITION',
      'AR-PACKAGE',
      'SECURITY-EVENT-CONTEXT-PROPS',
      'SECURITY-EVENT-CONTEXT-MAPPING-APPLICATION',
      'SECURITY-EVENT-FILTER-CHAIN',
      'STATE',
    ];
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom('1', '0xFFFF', 'x', '/P/x', ''),
        fc
          .tuple(fc.constantFrom(...words), fc.array(tie('tree'), { maxLength: 4 }))
          .map(([name, inner]) => `<${name} DEST="${name}" GID="ContextDataLayout">${inner.join('')}</${name}>`),
      ),
    }));
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 6 }), (trees) => {
        surviveXml(inPackage(trees.join('')));
      }),
      { numRuns: 500 },
    );
  });

  it('of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(() => readSecurityExtract([{ name: 'x', bytes }])).toThrow(/^idsm\.(xml|extract)/);
      }),
    );
  });
});
