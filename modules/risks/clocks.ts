import type { ClockLine } from '@chedun/deadline-ledger/contract';
import type { Needs } from './store.ts';
import type { RiskTables } from './tables.ts';

/** A clock belongs to one occurrence: the first run that a unit owes, or what follows a run. */
export const firstSubject = (unit: string): string => `${unit}/first`;
export const runSubject = (unit: string, run: string): string => `${unit}/${run}`;

/** Clocks of a unit: of its first run, of its runs so far, and of its newest review. */
export const clocksOf = async (needs: Needs, unit: string): Promise<readonly ClockLine[]> => {
  const [runs, units] = await Promise.all([
    needs.records.read<RiskTables>().selectFrom('risks.runs').select('id').where('unit', '=', unit).execute(),
    needs.filing.units(),
  ]);
  const review = units.find(({ id }) => id === unit)?.clockSubject ?? null;
  const ids = [firstSubject(unit), ...runs.map(({ id }) => runSubject(unit, id)), ...(review === null ? [] : [review])];
  return (await Promise.all(ids.map((id) => needs.deadlines.of({ kind: 'filing-unit', id })))).flat();
};
