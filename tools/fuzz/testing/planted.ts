import { setTimeout as wait } from 'node:timers/promises';
import { DomainError } from '@chedun/kernel';
import { bytesOf, must } from '../target.ts';
import type { Target } from '../target.ts';

const kept: Uint8Array[] = [];
const common = { keep: 'nowhere', codes: ['planted.refused'], seeds: [bytesOf('planted: 0123456789')] };

/** One input in about ten. */
const isRare = (bytes: Uint8Array): boolean => bytes.length % 10 === 7;

const spin = (): void => {
  const until = performance.now() + 600_000;
  while (performance.now() < until) Math.sqrt(until);
};

// modules of decoders take time to load, which is no hang
await wait(1);

/** Decoders with a fault each, for the test of the harness. */
export const targets: readonly Target[] = [
  {
    ...common,
    name: 'good',
    run: (bytes) => {
      if (isRare(bytes)) throw new DomainError('planted.refused');
    },
  },
  {
    ...common,
    name: 'throws',
    run: (bytes) => {
      if (isRare(bytes)) throw new TypeError('planted');
    },
  },
  {
    ...common,
    name: 'throws-foreign',
    run: (bytes) => {
      if (isRare(bytes)) throw new DomainError('other.code');
    },
  },
  { ...common, name: 'lies', run: (bytes) => must(!isRare(bytes), 'planted') },
  {
    ...common,
    name: 'hangs',
    run: (bytes) => {
      if (isRare(bytes)) spin();
    },
  },
  { ...common, name: 'leaks', run: () => void kept.push(new Uint8Array(100_000)) },
  {
    ...common,
    name: 'devours',
    run: (bytes) => {
      if (!isRare(bytes)) return;
      const all: number[][] = [];
      for (;;) all.push(Array.from({ length: 100_000 }, () => 0.5));
    },
  },
];
