import type { ReplayRequest } from '@chedun/ingest/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { discardQuarantine, replayQuarantine } from '../../api/ingest.ts';
import { portions } from '../../lib/quarantine.ts';
import { useSay } from '../../ui/useSay.ts';

export type ReplayFormat = NonNullable<z.output<typeof ReplayRequest>['format']>;

/** How many of the chosen entries are done. */
export interface WorkProgress {
  readonly done: number;
  readonly all: number;
}

type Work =
  | { readonly kind: 'replay'; readonly ids: readonly string[]; readonly format: ReplayFormat }
  | { readonly kind: 'discard'; readonly ids: readonly string[] };

/** Entries a request: small enough that progress moves, large enough that a thousand take no minute. */
const PORTION = 20;

/** Reads entries again or discards them, a portion at a time, with progress and a way to stop. */
export const useQuarantineWork = (onDone: () => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [progress, setProgress] = useState<WorkProgress>();
  const stopped = useRef(false);
  const run = useMutation({
    mutationFn: async (work: Work) => {
      stopped.current = false;
      const sum = { replayed: 0, still: 0, discarded: 0, done: 0 };
      setProgress({ done: 0, all: work.ids.length });
      for (const ids of portions(work.ids, PORTION)) {
        if (stopped.current) break;
        if (work.kind === 'discard') sum.discarded += (await discardQuarantine(ids)).discarded;
        else {
          const format = work.format === 'auto' ? {} : { format: work.format };
          const { replayed, still } = await replayQuarantine({ ids: [...ids], ...format });
          sum.replayed += replayed;
          sum.still += still;
        }
        sum.done += ids.length;
        setProgress({ done: sum.done, all: work.ids.length });
      }
      return sum;
    },
    onSuccess: ({ replayed, still, discarded }, { kind }) => {
      say.done(
        kind === 'discard'
          ? t('quarantine.discardDone', { count: discarded })
          : t('quarantine.replayDone', { replayed, still }),
      );
      onDone();
    },
    onError: say.problem,
    onSettled: () => {
      setProgress(undefined);
      void client.invalidateQueries({ queryKey: ['quarantine'] });
      void client.invalidateQueries({ queryKey: ['sources'] });
    },
  });
  const stop = (): void => {
    stopped.current = true;
  };
  return { start: run.mutate, progress, stop };
};
