import { DomainError, defineErrors } from '@chedun/kernel';
import type { ActorRef } from '@chedun/kernel';
import { route } from '@chedun/http';
import { z } from 'zod';
import { defineModule } from '../../index.ts';
import type { Platform } from '../../index.ts';

/** A small real module: one table, one use case that audits and tells, one ask, one route. */
export interface CountersAsks {
  readonly valueOf: (name: string) => Promise<number | undefined>;
}

export const COUNTED = 'counters.counted@1';

const countersErrors = defineErrors({
  'counters.full': {
    status: 409,
    zh: '计数器已满',
    en: 'The counter is full',
    doZh: '换一个计数器',
    doEn: 'Use another counter',
  },
});

interface Tables {
  readonly 'counters.counter': { name: string; value: number };
}

const LIMIT = 3;

/** Counts one up; audits the outcome and tells it, all in one transaction. */
export const countUp =
  ({ records }: Pick<Platform, 'records'>) =>
  (name: string, actor: ActorRef): Promise<{ readonly name: string; readonly value: number }> =>
    records.transaction(async (tx) => {
      const { value } = await tx
        .as<Tables>()
        .insertInto('counters.counter')
        .values({ name, value: 1 })
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet((row) => ({ value: row('counters.counter.value', '+', 1) })),
        )
        .returning('value')
        .executeTakeFirstOrThrow();
      if (value > LIMIT) throw new DomainError('counters.full', { field: name });
      await tx.audit({
        actor,
        action: 'counters.counted',
        target: { kind: 'counter', id: name },
        outcome: 'done',
        after: value,
      });
      await tx.tell({ type: COUNTED, aggregate: name, payload: { value } }, actor);
      return { name, value };
    });

export const countersModule = defineModule<CountersAsks>({
  name: 'counters',
  needs: [],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [{ name: 'counters.count', title: { zh: '计数', en: 'Count' } }],
  errors: countersErrors,
  tells: [COUNTED],
  build: ({ platform }) => ({
    asks: {
      valueOf: async (name) => {
        const db = platform.records.read<Tables>();
        const row = await db.selectFrom('counters.counter').select('value').where('name', '=', name).executeTakeFirst();
        return row?.value;
      },
    },
    routes: [
      route({
        method: 'POST',
        path: '/counters/:name',
        operationId: 'countUp',
        summary: { zh: '计数加一', en: 'Count one up' },
        permission: 'counters.count',
        audit: 'counters.counted',
        params: z.object({ name: z.string().min(1).max(40) }),
        response: z.object({ name: z.string(), value: z.int() }),
        example: { name: 'doors', value: 1 },
        handle: ({ params, actor }) => countUp(platform)(params.name, actor),
      }),
    ],
  }),
});
