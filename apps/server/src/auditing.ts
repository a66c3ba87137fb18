import type { Auditing } from '@chedun/http';
import type { Json } from '@chedun/kernel';
import { toJsonText, type Records } from '@chedun/records';

/** Params and query as the audit trail keeps them. */
const asked = (params: unknown, query: unknown): object => JSON.parse(toJsonText({ params, query } as Json)) as object;

/**
 * Leaves the audit entry that a route declares when its use case wrote none: exports, uploads and looks at evidence. A call
 * that was refused leaves none, as before; the use case says so where it matters.
 */
export const auditing =
  (records: Pick<Records, 'watchAudits' | 'transaction'>): Auditing =>
  async ({ audit, method, path, actor, params, query }, run) => {
    if (audit === 'none') return run();
    const { result, written } = await records.watchAudits(run);
    if (written === 0)
      await records.transaction((tx) =>
        tx.audit({
          actor,
          action: audit,
          target: { kind: 'route', id: `${method} ${path}` },
          outcome: 'done',
          after: asked(params, query) as never,
        }),
      );
    return result;
  };
