import type { UnknownName } from '../contract.ts';

/** A name folded for comparison: width, case, spaces and full-width brackets make no difference. */
export const keyOf = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\u3000]+/gu, '');

/** Names that the register of assets carries and no dossier has; most used first. */
export const unknownAmong = (names: readonly UnknownName[], known: ReadonlySet<string>): readonly UnknownName[] =>
  names
    .filter(({ name }) => !known.has(keyOf(name)))
    .toSorted((a, b) => b.vehicles - a.vehicles || b.ecus - a.ecus || (a.name < b.name ? -1 : 1));
