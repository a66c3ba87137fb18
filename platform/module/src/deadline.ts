import { DomainError } from '@chedun/kernel';

/** Waits for work, but not longer than the limit; the work itself is not cut off. */
export const within = async (limitMs: number, what: string, work: () => Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new DomainError('module.slow', { reason: `${what} took over ${limitMs} ms` })),
      limitMs,
    );
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
};
