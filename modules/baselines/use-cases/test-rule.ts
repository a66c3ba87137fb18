import type { DetectionAsks } from '@chedun/detection/contract';
import type { z } from 'zod';
import type { BaselineTest, BaselineTestResult } from '../contract.ts';
import { fieldsOf } from '../domain/entity.ts';
import { readRule } from '../domain/read-rule.ts';
import { runTrial } from './trial.ts';

interface Needs {
  readonly detection: Pick<DetectionAsks, 'candidates'>;
  readonly now: () => number;
}

const MOST_VERDICTS = 200;

/** Tries a behaviour rule on events before it is kept. Without events there is only its lint. */
export const testRule =
  ({ detection, now }: Needs) =>
  async (test: z.output<typeof BaselineTest>): Promise<z.input<typeof BaselineTestResult>> => {
    const { read, lint } = readRule(test.yaml, 'rule.yml');
    const nothing = { tested: 0, selected: 0, incomplete: 0, entities: 0, learning: 0, verdicts: [], verdictsTotal: 0 };
    if (!read) return { loads: false, lint: [...lint], type: null, groupBy: [], field: '', ...nothing };
    const { rule } = read;
    const facts = {
      loads: true,
      lint: [...lint],
      type: rule.type,
      groupBy: [...rule.groupBy],
      field: 'field' in rule ? rule.field : '',
    };
    if (test.events === undefined && test.stored === undefined && test.records === undefined)
      return { ...facts, ...nothing };
    const events = (await detection.candidates(test))
      .map(({ fields, logsource, time }) => ({ fields, logsource, at: time ?? now() }))
      .toSorted((a, b) => a.at - b.at);
    const { selected, incomplete, stats, verdicts } = runTrial(read, events);
    return {
      ...facts,
      tested: events.length,
      selected,
      incomplete,
      entities: stats?.entities ?? 0,
      learning: stats?.learning ?? 0,
      verdicts: verdicts.slice(0, MOST_VERDICTS).map(({ at, entity, value, figures }) => ({
        at: new Date(at).toISOString(),
        fields: fieldsOf(rule.groupBy, entity),
        value,
        figures: Object.entries(figures).map(([name, figure]) => ({ name, value: figure })),
      })),
      verdictsTotal: verdicts.length,
    };
  };
