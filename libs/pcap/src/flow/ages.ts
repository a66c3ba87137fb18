import type { Flow } from './flow.ts';
import { LIST_TIMEOUTS, listOf } from './timeouts.ts';

/** Flows by age: one list, oldest first, for each of the twelve time-outs. */
export class FlowAges {
  private readonly oldest: (Flow | undefined)[] = LIST_TIMEOUTS.map(() => undefined);
  private readonly newest: (Flow | undefined)[] = LIST_TIMEOUTS.map(() => undefined);

  /** Puts a flow behind all others of its time-out, which its state says. */
  touch(flow: Flow): void {
    const list = listOf(flow);
    if (flow.list === list && flow.newer === undefined) return;
    this.remove(flow);
    const last = this.newest[list];
    flow.list = list;
    flow.older = last;
    if (last === undefined) this.oldest[list] = flow;
    else last.newer = flow;
    this.newest[list] = flow;
  }

  /** Takes a flow out of its list. */
  remove(flow: Flow): void {
    const { list, older, newer } = flow;
    if (list < 0) return;
    if (older === undefined) this.oldest[list] = newer;
    else older.newer = newer;
    if (newer === undefined) this.newest[list] = older;
    else newer.older = older;
    flow.older = flow.newer = undefined;
    flow.list = -1;
  }

  /** The flow that was silent for longest. */
  oldestOfAll(): Flow | undefined {
    let found: Flow | undefined;
    for (const flow of this.oldest) {
      if (flow !== undefined && (found === undefined || flow.seen < found.seen)) found = flow;
    }
    return found;
  }

  /** A flow that is over its time-out at `now`; undefined when there is none left. */
  overdue(now: number): Flow | undefined {
    for (let list = 0; list < LIST_TIMEOUTS.length; list += 1) {
      const flow = this.oldest[list];
      if (flow !== undefined && now - flow.seen > (LIST_TIMEOUTS[list] ?? 0)) return flow;
    }
    return undefined;
  }
}
