import type { AssetsAsks } from '@chedun/assets/contract';
import { SYSTEM_ACTOR, type ActorRef, type Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { z } from 'zod';
import type { BindingBook } from '../binding-book.ts';
import type { BindingDecision, BindingsImported, Policy } from '../contract.ts';
import { readBindings, type NewBinding } from '../domain/read-table.ts';
import { addBindings, confirmProposed, savePolicies, setStatus } from '../store.ts';

interface Needs {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly book: Pick<BindingBook, 'changed'>;
}

/** Rows that are told one by one. */
const MOST_REFUSED = 200;
/** From here on the whole book is forgotten instead of each subject. */
const MANY = 10_000;

const subjectsOf = (bindings: readonly NewBinding[]): readonly string[] | undefined =>
  bindings.length > MANY ? undefined : bindings.map(({ subject }) => subject);

/** Imports a table; rows that cannot be read are told and the others taken. */
export const importBindings =
  ({ records, clock, book, readTable }: Needs & Pick<AssetsAsks, 'readTable'>) =>
  async (bytes: Uint8Array, actor: ActorRef): Promise<BindingsImported> => {
    const { bindings, refused } = readBindings(await readTable(bytes));
    const at = new Date(clock.now());
    const imported = await records.transaction(async (tx) => {
      const changed = await addBindings(tx, bindings, 'import', at);
      await tx.audit({
        actor,
        action: 'gateway.bindings-imported',
        target: { kind: 'bindings', id: at.toISOString() },
        outcome: 'done',
        after: { imported: changed, refused: refused.length },
      });
      return changed;
    });
    await book.changed(subjectsOf(bindings));
    return { imported, unchanged: bindings.length - imported, refused: refused.slice(0, MOST_REFUSED) };
  };

/** Confirms or withdraws bindings. */
export const decideBindings =
  ({ records, clock, book }: Needs) =>
  async (
    { bindings, status }: z.output<typeof BindingDecision>,
    actor: ActorRef,
  ): Promise<{ readonly changed: number }> => {
    const subjects = await records.transaction(async (tx) => {
      const changed = await setStatus(tx, bindings, status, new Date(clock.now()));
      await tx.audit({
        actor,
        action: 'gateway.bindings-decided',
        target: { kind: 'bindings', id: changed[0] ?? '-' },
        outcome: 'done',
        after: { status, changed: changed.length, subjects: changed.slice(0, 20) },
      });
      return changed;
    });
    await book.changed(subjects);
    return { changed: subjects.length };
  };

/** Confirms everything that was learned so far. */
export const confirmAll =
  ({ records, clock, book }: Needs) =>
  async (actor: ActorRef): Promise<{ readonly changed: number }> => {
    const changed = await records.transaction(async (tx) => {
      const confirmed = await confirmProposed(tx, new Date(clock.now()));
      await tx.audit({
        actor,
        action: 'gateway.bindings-decided',
        target: { kind: 'bindings', id: 'proposed' },
        outcome: 'done',
        after: { status: 'confirmed', changed: confirmed },
      });
      return confirmed;
    });
    await book.changed();
    return { changed };
  };

/** Sets what the listeners do. */
export const setPolicies =
  ({ records, clock, changed }: Pick<Needs, 'records' | 'clock'> & { readonly changed: () => Promise<void> }) =>
  async (policies: readonly Policy[], actor: ActorRef): Promise<void> => {
    await records.transaction(async (tx) => {
      await savePolicies(tx, policies, new Date(clock.now()));
      for (const { listener, mode, unbound } of policies)
        await tx.audit({
          actor,
          action: 'gateway.policy-set',
          target: { kind: 'listener', id: listener },
          outcome: 'done',
          after: { mode, unbound },
        });
    });
    await changed();
  };

/** Keeps proposals of the learning mode. */
export const keepProposals =
  ({ records, clock }: Pick<Needs, 'records' | 'clock'>) =>
  async (bindings: readonly NewBinding[]): Promise<void> => {
    await records.transaction(async (tx) => {
      const learned = await addBindings(tx, bindings, 'learned', new Date(clock.now()));
      if (learned === 0) return;
      await tx.audit({
        actor: SYSTEM_ACTOR,
        action: 'gateway.bindings-learned',
        target: { kind: 'bindings', id: bindings[0]?.subject ?? '-' },
        outcome: 'done',
        after: { learned },
      });
    });
  };
