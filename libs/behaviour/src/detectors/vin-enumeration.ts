import { say } from '@chedun/kernel';
import { behaviourDetector, limit } from '../detector.ts';
import type { CallFact, CommandFact } from '../facts.ts';
import { FewDistinct } from '../sketch/distinct.ts';
import { MINUTE, WindowTable } from '../window.ts';
import { BEHAVIOUR_WORDS } from '../phrases.ts';

const CALLERS = 20_000;
/** Serial numbers of neighbouring vehicles differ by no more than this when somebody counts. */
const STEP = 3;

interface Caller {
  readonly failed: FewDistinct;
  /** Model part and serial number of the last VIN, and how long the run of neighbours is. */
  model: string;
  serial: number;
  run: number;
}

/** Length of the run of neighbouring serial numbers (positions 12 to 17) of one model part (positions 1 to 8). */
const count = (caller: Caller, vin: string): number => {
  const model = vin.slice(0, 8);
  const serial = Number(vin.slice(11));
  const step = Math.abs(serial - caller.serial);
  if (step === 0) return caller.run;
  caller.run = model === caller.model && step <= STEP ? caller.run + 1 : 1;
  caller.model = model;
  caller.serial = serial;
  return caller.run;
};

const callerOf = ({ account, srcIp }: CallFact | CommandFact): string => (account === '' ? srcIp : account);

/** Somebody tries vehicle after vehicle: many refusals for different VINs, or VINs in the order of their numbers. */
export const vinEnumeration = behaviourDetector({
  id: 'remote.vin-enumeration',
  family: 'remote_control',
  category: 'tsp_api',
  zh: '枚举车辆识别代号（VIN）',
  en: 'VINs are tried one after the other',
  about: {
    zh: '时间窗内对大量不同 VIN 的请求被拒，或请求的 VIN 序号依次相邻。',
    en: 'Many different VINs are refused within the window, or their serial numbers follow each other.',
  },
  level: 'high',
  takes: ['call', 'command'],
  limits: {
    refusedCount: limit('被拒的不同 VIN 数', 'Refused VINs', 'count', 15, [3, 5000]),
    neighboursCount: limit('连续相邻 VIN 数', 'Neighbouring VINs in a row', 'count', 8, [3, 1000]),
    windowMin: limit('时间窗', 'Window', 'min', 30, [1, 1440]),
  },
  open: () => {
    const callers = new WindowTable<Caller>(CALLERS, () => ({
      failed: new FewDistinct(),
      model: '',
      serial: Number.NaN,
      run: 0,
    }));
    return {
      look: (fact, limits, tell) => {
        if ((fact.kind !== 'call' && fact.kind !== 'command') || fact.vin.length !== 17) return;
        const who = callerOf(fact);
        if (who === '') return;
        const caller = callers.at(who, fact.at, limits.windowMin * MINUTE);
        if (fact.outcome === 'failed') caller.failed.add(fact.vin);
        const run = count(caller, fact.vin);
        const refused = caller.failed.count();
        if (refused < limits.refusedCount && run < limits.neighboursCount) return;
        tell({
          at: fact.at,
          expected: say(BEHAVIOUR_WORDS.fewerRefused, {
            refused: limits.refusedCount,
            neighbours: limits.neighboursCount,
            minutes: limits.windowMin,
          }),
          seen: say(BEHAVIOUR_WORDS.refusedVins, { refused, neighbours: run }),
          subject: { account: fact.account, src_ip: fact.srcIp, last_vin: fact.vin, count: Math.max(refused, run) },
          key: who,
        });
      },
    };
  },
});
