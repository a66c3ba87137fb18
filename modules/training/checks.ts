import type { Check, CheckResult } from '@chedun/module';
import type { Overview } from './contract.ts';
import type { Standing } from './standings.ts';

interface Needs {
  readonly overview: () => Promise<Overview>;
  readonly standings: () => Promise<readonly Standing[]>;
  /** How many of the newest certificates do not have the SM3 that they were given. */
  readonly broken: () => Promise<number>;
}

const run =
  ({ overview, standings, broken }: Needs) =>
  async (): Promise<CheckResult> => {
    const [{ people, unassigned, courses }, all, damaged] = await Promise.all([overview(), standings(), broken()]);
    const open = all.filter(
      ({ course, people: reached }) =>
        course.closed_at === null && course.obligations.includes('3.1-g') && reached.length > 0,
    );
    const taking = open.flatMap((each) => each.people);
    const passed = taking.filter(({ state }) => state === 'passed').length;
    const late = taking.filter(({ state }) => state === 'overdue' || state === 'failed').length;
    const facts = {
      trainingCourses: open.length,
      trainingPeople: people,
      trainingUnassigned: unassigned,
      trainingAssigned: taking.length,
      trainingPassed: passed,
      trainingOverdue: late,
      trainingExams: courses.reduce((sum, { counts }) => sum + counts.exams, 0),
      trainingResultsBroken: damaged,
    };
    if (open.length === 0)
      return { outcome: 'unknown', summary: { zh: '尚未安排数据安全培训', en: 'No training is assigned yet' }, facts };
    const summary = {
      zh: `培训课程 ${open.length} 门，应考 ${taking.length} 人次，通过 ${passed}，逾期或次数用完 ${late}；未安排培训 ${unassigned} 人`,
      en: `${open.length} courses, ${taking.length} exams owed, ${passed} passed, ${late} late or out of attempts; ${unassigned} people without any course`,
    };
    if (late > 0 || unassigned > 0 || damaged > 0) return { outcome: 'fail', summary, facts };
    return { outcome: passed > 0 ? 'pass' : 'unknown', summary, facts };
  };

/** Running checks of the training. */
export const trainingChecks = (needs: Needs): Check[] => [
  {
    id: 'training.people',
    obligations: ['3.1-g'],
    title: {
      zh: '人员均已安排数据安全培训并按期通过考试',
      en: 'Everybody is given training in data security and passed its exam in time',
    },
    everyMinutes: 60,
    ttlHours: 24,
    run: run(needs),
  },
];
