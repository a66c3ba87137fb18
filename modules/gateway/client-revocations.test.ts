import { DomainError } from '@chedun/kernel';
import { expect, it } from 'vitest';
import { handRevocations } from './client-revocations.ts';

it('hands complete and delta lists on, says once that an authority has none, and passes other failures on', async () => {
  const files = new Map<string, Uint8Array>();
  const handed: (readonly [string, number])[] = [];
  const told: unknown[] = [];
  let broken = false;
  const hand = handRevocations({
    certificates: {
      published: async (file) => {
        if (broken) throw new RangeError('no database');
        const found = files.get(file);
        if (found === undefined) throw new DomainError('certificates.not-published', { reason: file });
        return found;
      },
    },
    ingest: { revokeClients: (from, lists) => handed.push([from, lists.length]) },
    log: { warn: (_, detail) => told.push(detail) },
    authorities: ['vehicle', 'cloud'],
  });
  files.set('vehicle.crl', Uint8Array.of(1));
  await hand();
  await hand();
  expect(handed).toEqual([
    ['authority vehicle', 1],
    ['authority vehicle', 1],
  ]);
  expect(told).toEqual([{ authority: 'cloud' }]);
  files.set('vehicle-delta.crl', Uint8Array.of(2));
  files.set('cloud.crl', Uint8Array.of(3));
  await hand();
  expect(handed.slice(2)).toEqual([
    ['authority vehicle', 2],
    ['authority cloud', 1],
  ]);
  broken = true;
  await expect(hand()).rejects.toThrow('no database');
});
