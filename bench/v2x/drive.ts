import { verdictAt } from '../../modules/v2x-trust/domain/batch.ts';
import type { VerifyPool } from '@chedun/v2x-trust/pool';
import { MICRO, NOW, type Loaded } from './load.ts';

/** Answers that differ from the truth. */
export interface Wrong {
  count: number;
}

/** Messages without an answer while a round is driven as fast as it goes, and how few there are when more are sent. */
const [MOST_WAITING, FEW_WAITING] = [1024, 512];

/** Sends all messages as fast as the threads take them, sleeping in between; answers messages a second of the clock. */
export const driveFast = (
  pool: VerifyPool,
  messages: readonly Loaded[],
  shift: number,
  wrong: Wrong,
): Promise<number> =>
  new Promise((done) => {
    const started = performance.now();
    let sent = 0;
    let open = messages.length;
    const fill = (): void => {
      while (sent < messages.length && pool.waiting() < MOST_WAITING) {
        const { bytes, isRight } = messages[sent] ?? { bytes: new Uint8Array(0), isRight: false };
        sent += 1;
        pool.submit({ bytes, at: (NOW + shift) * MICRO, place: undefined }, (answers, index) => {
          open -= 1;
          if ((verdictAt(answers, index) === 'valid') !== isRight) wrong.count += 1;
          if (open === 0) done((messages.length / (performance.now() - started)) * 1000);
          else if (pool.waiting() < FEW_WAITING) fill();
        });
      }
    };
    fill();
  });

const tick = (): Promise<void> => new Promise((done) => setTimeout(done, 1));

/**
 * Sends messages at a steady rate, whether they are answered or not; answers milliseconds from when each was due to its
 * verdict. A message that finds no room counts as lost and as infinitely late.
 */
export const driveSteady = async (
  pool: VerifyPool,
  messages: readonly Loaded[],
  shift: number,
  perSecond: number,
): Promise<readonly number[]> => {
  const started = performance.now();
  const late: number[] = [];
  let sent = 0;
  while (sent < messages.length) {
    const due = Math.min(messages.length, Math.floor(((performance.now() - started) / 1000) * perSecond));
    for (; sent < due; sent += 1) {
      const message = messages[sent];
      if (message === undefined) break;
      const dueAt = started + (sent / perSecond) * 1000;
      const taken = pool.submit({ bytes: message.bytes, at: (NOW + shift) * MICRO, place: undefined }, () =>
        late.push(performance.now() - dueAt),
      );
      if (!taken) late.push(Number.POSITIVE_INFINITY);
    }
    await tick();
  }
  while (late.length < messages.length) await tick();
  return late;
};
