import { expect, it } from 'vitest';
import { orderly } from '../../testing/known.ts';
import { judge } from '../known.ts';
import { synchronised } from './synchronised.ts';

it('follows the light of the three synchronisations: only green is met', () => {
  const standing = (light: string): string => judge(synchronised, { ...orderly, synchronised: light }).standing;
  expect(['green', 'amber', 'red', 'grey'].map(standing)).toEqual(['met', 'unmet', 'unmet', 'unmet']);
});
