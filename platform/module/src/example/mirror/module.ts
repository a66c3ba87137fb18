import { defineErrors } from '@chedun/kernel';
import { defineModule } from '../../index.ts';
import { COUNTED } from '../counters/module.ts';
import type { CountersAsks } from '../counters/module.ts';

/** A second small module: reacts to the first one's event and asks it for the value. */
export interface MirrorAsks {
  readonly seen: (counter: string) => Promise<{ readonly value: number; readonly times: number } | undefined>;
}

interface Tables {
  readonly 'mirror.seen': { counter: string; value: number; times: number };
}

/** Lets a test break the reaction after its write and before its commit. */
export interface MirrorHooks {
  readonly beforeCommit: () => Promise<void>;
}

export const mirrorModule = (hooks: MirrorHooks) =>
  defineModule<MirrorAsks, { readonly counters: CountersAsks }>({
    name: 'mirror',
    needs: ['counters'],
    migrations: new URL('./migrations/', import.meta.url),
    permissions: [],
    errors: defineErrors({}),
    tells: [],
    build: ({ platform, asks }) => ({
      asks: {
        seen: (counter) =>
          platform.records
            .read<Tables>()
            .selectFrom('mirror.seen')
            .select(['value', 'times'])
            .where('counter', '=', counter)
            .executeTakeFirst(),
      },
      reactions: [
        {
          name: 'copy-value',
          on: COUNTED,
          react: async (event, tx) => {
            const value = (await asks.counters.valueOf(event.aggregate)) ?? 0;
            await tx
              .as<Tables>()
              .insertInto('mirror.seen')
              .values({ counter: event.aggregate, value, times: 1 })
              .onConflict((conflict) =>
                conflict.column('counter').doUpdateSet((row) => ({ value, times: row('mirror.seen.times', '+', 1) })),
              )
              .execute();
            await hooks.beforeCommit();
          },
        },
      ],
    }),
  });
