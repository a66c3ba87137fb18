import { beforeAll, describe, expect, it } from 'vitest';
import { createVerifier, type Signer } from '@chedun/v2x-security';
import { makeHierarchy, makeListAuthority, makePkiCtl, makeRootCtl, type Hierarchy } from './hierarchy.ts';
import { diffLists, freshnessOf, mayFollow, readList } from './trust-list.ts';

const NOW = 722_476_800;
const LEAP = 5;
const verifier = createVerifier(16);

let authority: Signer;
let own: Hierarchy;
let other: Hierarchy;
let renewed: Hierarchy;
beforeAll(async () => {
  authority = await makeListAuthority(NOW);
  [own, other] = [await makeHierarchy('own.example', NOW), await makeHierarchy('other.example', NOW)];
  renewed = await makeHierarchy('own.example', NOW);
});
const listOf = async (series: number, roots: readonly { readonly root: Signer; readonly url?: string }[]) =>
  readList('root-ctl', await makeRootCtl(authority, series, NOW - 60, roots));

describe('a list of trust', () => {
  it('is read with its certificates and their addresses', async () => {
    const list = await listOf(3, [{ root: own.root, url: 'https://pki.example/ca.oer' }, other]);
    expect(list).toMatchObject({ series: 3, issued: NOW - 60, urls: ['https://pki.example/ca.oer', undefined] });
    expect(list.certificates.map(({ id8 }) => id8)).toEqual([own, other].map(({ root }) => root.certificate.id8));
    expect(list.verdict(authority.certificate, NOW, verifier)).toBe('valid');
    expect(list.verdict(authority.certificate, NOW + 40 * 86_400, verifier)).toBe('stale');
    expect(list.verdict(own.root.certificate, NOW, verifier)).toBe('issuer');
  });

  it('of authorities is signed by their root', async () => {
    const list = readList('pki-ctl', await makePkiCtl(own.root, 1, NOW - 60, [own.authority]));
    expect(list.verdict(own.root.certificate, NOW, verifier)).toBe('valid');
    expect(list.verdict(other.root.certificate, NOW, verifier)).toBe('issuer');
  });

  it('is refused with the place when it is cut, and when it is of the other kind', async () => {
    const { bytes } = await listOf(3, [own]);
    expect(() => readList('root-ctl', bytes.subarray(0, 100))).toThrow(/v2xsec\.format/u);
    expect(() => readList('root-ctl', Buffer.concat([bytes, Buffer.of(0)]))).toThrow(/v2xsec\.format/u);
    expect(() => readList('pki-ctl', bytes)).toThrow(/v2xsec\.format/u);
  });
});

describe('what a list changes', () => {
  it('is added, removed, or put in the place of another of the same name', async () => {
    const before = await listOf(1, [own, other]);
    const stranger = await makeHierarchy('third.example', NOW);
    const diff = diffLists(before, await listOf(2, [renewed, stranger]), LEAP);
    expect(diff.added.map(({ name }) => name)).toEqual(['root.third.example']);
    expect(diff.removed.map(({ name }) => name)).toEqual(['root.other.example']);
    expect(diff.changed.map(({ name, before: was, after }) => [name, was.id8, after.id8])).toEqual([
      ['root.own.example', own.root.certificate.id8, renewed.root.certificate.id8],
    ]);
  });

  it('is an address too', async () => {
    const [before, after] = [
      await listOf(1, [own]),
      await listOf(2, [{ root: own.root, url: 'https://new.example/' }]),
    ];
    expect(diffLists(before, after, LEAP).changed).toMatchObject([{ after: { url: 'https://new.example/' } }]);
    expect(diffLists(after, after, LEAP)).toMatchObject({ added: [], removed: [], changed: [] });
    expect(diffLists(undefined, after, LEAP).added).toHaveLength(1);
  });
});

describe('the order of lists', () => {
  it('goes forward only', () => {
    const known = { series: 5, issued: 1000 };
    expect(mayFollow({ series: 6, issued: 1001 }, known)).toBe(true);
    expect(mayFollow({ series: 5, issued: 1001 }, known)).toBe(true);
    expect(mayFollow({ series: 4, issued: 1001 }, known)).toBe(false);
    expect(mayFollow({ series: 6, issued: 1000 }, known)).toBe(false);
    expect(mayFollow({ series: 1, issued: 1 }, undefined)).toBe(true);
  });

  it('is fresh until a week before the next one', () => {
    const next = new Date('2026-12-01T00:00:00Z');
    const on = (day: string) => freshnessOf(next, Date.parse(`${day}T00:00:00Z`));
    expect([on('2026-11-20'), on('2026-11-24'), on('2026-12-01'), on('2026-12-02')]).toEqual([
      'current',
      'due',
      'due',
      'stale',
    ]);
  });
});
