import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derOf, formatPem, matchesDnsName, matchesHost, parsePem, subjectAltName } from './index.ts';

describe('PEM', () => {
  it('comes back, with anything between the blocks', () => {
    const blockArb = fc.record({
      label: fc.constantFrom('CERTIFICATE', 'X509 CRL', 'CMS'),
      bytes: fc.uint8Array({ maxLength: 300 }),
    });
    fc.assert(
      fc.property(
        fc.array(blockArb, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('', '# words\n', '\r\n'),
        (blocks, between) => {
          expect(parsePem(blocks.map((block) => `${between}${formatPem(block)}`).join(''))).toEqual(blocks);
        },
      ),
    );
  });

  it.each([
    ['nothing', '', /x509\.pem/],
    ['no end', '-----BEGIN A-----\nAAAA\n', /x509\.pem/],
    ['another end', '-----BEGIN A-----\nAAAA\n-----END B-----\n', /x509\.pem/],
    ['no base64', '-----BEGIN A-----\nAA*A\n-----END A-----\n', /x509\.pem/],
    ['bits that mean nothing', '-----BEGIN A-----\nAB==\n-----END A-----\n', /x509\.pem/],
    ['headers', '-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END A-----\n', /x509\.pem/],
  ])('is refused: %s', (_, text, code) => {
    expect(() => parsePem(text)).toThrow(code);
  });

  it('is bounded', () => {
    const one = formatPem({ label: 'A', bytes: Uint8Array.of(1) });
    expect(() => parsePem(one, { characters: 10 })).toThrow(/x509\.limit/);
    expect(() => parsePem(one.repeat(3), { blocks: 2 })).toThrow(/x509\.limit/);
    expect(() => formatPem({ label: 'a\n', bytes: new Uint8Array() })).toThrow(/x509\.value/);
  });

  it('or DER: the first block with a label', () => {
    const text = new TextEncoder().encode(
      formatPem({ label: 'A', bytes: Uint8Array.of(1) }) + formatPem({ label: 'B', bytes: Uint8Array.of(2) }),
    );
    expect(derOf(text, ['B', 'C'])).toEqual(Uint8Array.of(2));
    expect(derOf(Uint8Array.of(0x30, 0), ['B'])).toEqual(Uint8Array.of(0x30, 0));
    expect(() => derOf(text, ['C'])).toThrow(/x509\.pem/);
  });
});

describe('hosts', () => {
  it.each([
    ['example.cn', 'EXAMPLE.cn', true],
    ['example.cn', 'example.cn.', true],
    ['*.example.cn', 'a.example.cn', true],
    ['*.example.cn', 'a.b.example.cn', false],
    ['*.example.cn', 'example.cn', false],
    ['*.cn', 'example.cn', false],
    ['a*.example.cn', 'ab.example.cn', false],
    ['a.*.cn', 'a.b.cn', false],
    ['*', 'a', false],
    ['example.cn', 'example.com', false],
    ['xn--fiq.example.cn', 'xn--fiq.example.cn', true],
    ['example.cn', 'exa mple.cn', false],
    ['', '', false],
    ['-a.cn', '-a.cn', false],
  ])('%s covers %s: %s', (pattern, host, expected) => {
    expect(matchesDnsName(pattern, host)).toBe(expected);
  });

  it('are matched by kind', () => {
    const certificate = {
      extensions: [
        subjectAltName([
          { kind: 'dns', value: 'tsp.example.cn' },
          { kind: 'dns', value: '10.0.0.2' },
          { kind: 'ip', value: Uint8Array.of(10, 0, 0, 1) },
          { kind: 'ip', value: new Uint8Array(15).fill(0) },
        ]),
      ],
    };
    expect(matchesHost(certificate, 'tsp.example.cn')).toBe(true);
    expect(matchesHost(certificate, '10.0.0.1')).toBe(true);
    expect(matchesHost(certificate, '10.0.0.2')).toBe(false);
    expect(matchesHost(certificate, '[::1]')).toBe(false);
    expect(matchesHost({ extensions: [] }, 'tsp.example.cn')).toBe(false);
  });
});
