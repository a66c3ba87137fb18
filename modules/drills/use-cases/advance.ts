import { SYSTEM_ACTOR, type ActorRef } from '@chedun/kernel';
import type { DrillTables } from '../tables.ts';
import { playDue } from './inject.ts';
import type { RunNeeds } from './needs.ts';
import { evaluateDue } from './see.ts';
import { settle } from './settle.ts';

/**
 * Brings a run to where it is at this moment: plays what is due (or releases `only`), lets the rules at work see it, lets
 * run out what ran out, and ends the run when all is resolved. One at a time for each run.
 */
export const advanceRun = (needs: RunNeeds) => {
  const turns = new Map<string, Promise<void>>();
  const once = async (id: string, only: string | undefined, actor: ActorRef): Promise<void> => {
    await playDue(needs, id, only, actor);
    await evaluateDue(needs, id);
    if (await settle(needs, id)) await needs.journals.drop(id);
  };
  return async (id: string, actor: ActorRef = SYSTEM_ACTOR, only?: string): Promise<void> => {
    const before = turns.get(id) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(() => once(id, only, actor));
    turns.set(id, turn);
    try {
      await turn;
    } finally {
      if (turns.get(id) === turn) turns.delete(id);
    }
  };
};

/** Advances every run that is at work. */
export const advanceAll = (needs: RunNeeds, advance: ReturnType<typeof advanceRun>) => async (): Promise<void> => {
  const rows = await needs.records
    .read<DrillTables>()
    .selectFrom('drills.runs')
    .select('id')
    .where('state', '=', 'running')
    .limit(100)
    .execute();
  for (const { id } of rows) await advance(id);
};
