import { jsonb } from '@chedun/records';
import type { Endpoint } from '@chedun/cryptography/contract';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import { MOST_ITEMS, type AssessmentDetail, type AssessmentItem, type ItemsImported } from '../contract.ts';
import { readItems, type TableRow } from '../domain/read-items.ts';
import { misfits } from '../domain/score.ts';
import { suggestItems } from '../domain/suggest.ts';
import { readAssessment, type ReadNeeds } from '../read-model.ts';
import { assessmentError, changeAssessment, needDraft } from '../store.ts';

interface Needs extends ReadNeeds {
  readonly readTable: (bytes: Uint8Array) => Promise<readonly TableRow[]>;
  /** Declared endpoints with their newest probe. */
  readonly endpoints: () => Promise<readonly Endpoint[]>;
}

/** Keeps the judged objects of a draft: as a person gives them, from a table, or from what probes of endpoints show. */
export const judgeUseCases = (needs: Needs) => {
  const { shipped, readTable, endpoints } = needs;
  const read = readAssessment(needs);
  const judge = async (id: string, items: readonly AssessmentItem[], actor: ActorRef): Promise<AssessmentDetail> => {
    const { units } = await shipped();
    await changeAssessment(needs, id, actor, 'crypto-assessment.judged', async (before) => {
      needDraft(before);
      const wrong = misfits({ items: [...items] }, units);
      if (wrong.length > 0) throw assessmentError('crypto-assessment.unknown-unit', wrong.join(', '));
      return { items: jsonb(items) };
    });
    return read(id);
  };
  return {
    judge,
    importItems: async (id: string, bytes: Uint8Array, actor: ActorRef): Promise<z.input<typeof ItemsImported>> => {
      const { items, refused } = readItems(await readTable(bytes), (await shipped()).units);
      await judge(id, items.slice(0, MOST_ITEMS), actor);
      return { imported: Math.min(items.length, MOST_ITEMS), refused: [...refused] };
    },
    suggest: async (id: string, actor: ActorRef): Promise<AssessmentDetail> => {
      const probed = await endpoints();
      await changeAssessment(needs, id, actor, 'crypto-assessment.suggested', async (before) => {
        needDraft(before);
        return { items: jsonb([...before.items, ...suggestItems(probed, before.items)].slice(0, MOST_ITEMS)) };
      });
      return read(id);
    },
  };
};
