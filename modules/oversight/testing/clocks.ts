import { expect, vi } from 'vitest';
import type { Incident, RelayLine } from '../contract.ts';

/** The relay clock of a rule, once the job after the report has started it. */
export const findClock = (read: () => Promise<Incident>, rule: string): Promise<RelayLine> =>
  vi.waitFor(async () => {
    const found = (await read()).relays.find((each) => each.rule === rule);
    return found ?? expect.fail(`no clock ${rule}`);
  }, 20_000);
