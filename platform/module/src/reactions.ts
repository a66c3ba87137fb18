import { DomainError } from '@chedun/kernel';
import type { Json } from '@chedun/kernel';
import { markReacted, readEvent } from '@chedun/records';
import type { Collected } from './collect.ts';
import type { Platform, Reaction } from './define.ts';

type Needed = Pick<Platform, 'records' | 'jobs' | 'clock'>;

const queueOf = (key: string): string => `reaction/${key}`;

/**
 * Connects told events with reactions: one job per reaction, enqueued in the transaction that tells. The reaction runs in
 * a transaction of its own that also marks the event as done for it, so that a repeated delivery does nothing twice.
 */
export const connectReactions = ({ reactions, events }: Collected, platform: Needed): void => {
  for (const { key, reaction } of [...reactions.values()].flat()) {
    platform.jobs.define({ name: queueOf(key), retries: 12, run: (input) => react(platform, key, reaction, input) });
  }
  platform.records.deliverWith(async (event, tx) => {
    if (!events.has(event.type)) throw new DomainError('module.unknown-event', { field: event.type });
    for (const { key } of reactions.get(event.type) ?? []) {
      await platform.jobs.send(queueOf(key), { event: event.id }, { tx });
    }
  });
};

const react = async (platform: Needed, key: string, reaction: Reaction, input: Json): Promise<void> => {
  const event = await readEvent(platform.records, eventId(input));
  if (event === undefined) return;
  await platform.records.transaction(async (tx) => {
    if (await markReacted(tx, event.id, key, platform.clock)) await reaction.react(event, tx);
  });
};

const eventId = (input: Json): string =>
  typeof input === 'object' && input !== null && 'event' in input && typeof input.event === 'string' ? input.event : '';
