import type { Behaviour } from '@chedun/behaviour';
import { DomainError, type ActorRef } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { DetectorChange } from '../contract.ts';
import { catalogued, type CatalogueEntry } from '../domain/catalogue.ts';
import { readDetectors, saveDetector, type DetectorRow } from '../store.ts';

interface Needs {
  readonly records: Records;
  readonly behaviour: Pick<Behaviour, 'configure'>;
}

const STANDARD: DetectorRow = { enabled: true, limits: {} };

const changedLimits = (
  entry: CatalogueEntry,
  before: DetectorRow['limits'],
  changes: NonNullable<DetectorChange['limits']>,
): Readonly<Record<string, number>> => {
  const after = new Map(Object.entries(before));
  for (const [name, value] of Object.entries(changes)) {
    const limit = entry.limits.find((each) => each.name === name);
    if (!limit) throw new DomainError('watch.limit-unknown', { field: name });
    if (value === null) after.delete(name);
    else if (value < limit.min || value > limit.max)
      throw new DomainError('watch.limit-out-of-bounds', { field: name, reason: `${limit.min} to ${limit.max}` });
    else after.set(name, value);
  }
  return Object.fromEntries(after);
};

/** Switches a detector of this module or changes its limits; takes effect with the next observation. */
export const changeDetector =
  ({ records, behaviour }: Needs) =>
  async (id: string, change: DetectorChange, actor: ActorRef): Promise<void> => {
    const entry = catalogued(id);
    if (!entry) throw new DomainError('watch.detector-unknown', { field: id });
    if (!entry.changeable) throw new DomainError('watch.detector-fixed', { field: id });
    if (change.enabled === undefined && Object.keys(change.limits ?? {}).length === 0)
      throw new DomainError('watch.change-empty', {});
    const before = (await readDetectors(records)).get(id) ?? STANDARD;
    const after: DetectorRow = {
      enabled: change.enabled ?? before.enabled,
      limits: changedLimits(entry, before.limits, change.limits ?? {}),
    };
    await records.transaction(async (tx) => {
      await saveDetector(tx, id, after);
      await tx.audit({
        actor,
        action: 'watch.detector-changed',
        target: { kind: 'detector', id },
        outcome: 'done',
        before: { enabled: before.enabled, limits: { ...before.limits } },
        after: { enabled: after.enabled, limits: { ...after.limits } },
      });
    });
    behaviour.configure(id, after);
  };
