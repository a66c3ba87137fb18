import { useQuery } from '@tanstack/react-query';
import type { Mine } from '@chedun/inspection-access/contract';
import { listMine } from '../api/inspectionAccess.ts';
import { useNow } from '../ui/useNow.ts';

/** The inspection that concerns a guest now: one that runs, else the newest. Asked again each half minute. */
export const useMine = () => {
  const found = useQuery({
    queryKey: ['inspection-access', 'mine'],
    queryFn: ({ signal }) => listMine(signal),
    refetchInterval: 30_000,
  });
  const items = found.data?.items ?? [];
  const current = items.find(({ state, shownOut }) => state === 'running' && !shownOut) ?? items[0];
  return { ...found, items, current };
};

const MINUTE = 60_000;
/** A span in the two units that matter. */
const spanOf = (ms: number) => {
  const minutes = Math.max(0, Math.floor(ms / MINUTE));
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) return { unit: 'days', days, hours: hours % 24 } as const;
  if (hours > 0) return { unit: 'hours', hours, minutes: minutes % 60 } as const;
  return { unit: 'minutes', minutes } as const;
};

/** How an inspection stands for a guest, by the clock of the browser; the server decides. */
export const useStanding = ({ state, shownOut, scope }: Mine) => {
  const now = useNow(10_000);
  if (shownOut || state === 'withdrawn') return { kind: 'shownOut', span: spanOf(0) } as const;
  if (state === 'over') return { kind: 'ended', span: spanOf(0) } as const;
  const begins = Date.parse(scope.from) - now;
  if (begins > 0) return { kind: 'begins', span: spanOf(begins + MINUTE) } as const;
  const left = Date.parse(scope.until) - now;
  return left > 0 ? ({ kind: 'left', span: spanOf(left) } as const) : ({ kind: 'ended', span: spanOf(0) } as const);
};
