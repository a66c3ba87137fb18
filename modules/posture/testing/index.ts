import type { Check, CheckResult } from '@chedun/module';

/** A check whose next result the test decides. */
export const aCheck = (id: string, obligations: readonly string[]): Check & { result: CheckResult | Error } => {
  const made = {
    id,
    obligations,
    title: { zh: '测试检查', en: 'Test check' },
    everyMinutes: 10,
    ttlHours: 1,
    result: { outcome: 'pass', summary: { zh: '通过', en: 'passed' }, facts: { n: 1 } } as CheckResult | Error,
    run: async () => {
      if (made.result instanceof Error) throw made.result;
      return made.result;
    },
  };
  return made;
};

export { postureWorld, type PostureWorld } from './world.ts';
