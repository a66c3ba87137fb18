import { assetsModule } from '@chedun/assets';
import { governance } from '@chedun/governance';
import { FindingPage, governancePermissions } from '@chedun/governance/contract';
import { testServer, type TestServer } from '@chedun/http/testing';
import type { IdentityAsks, PersonWithRoles } from '@chedun/identity/contract';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { readAudit } from '@chedun/records';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  Course,
  ImportReport,
  Material,
  MyTraining,
  Overview,
  Paper,
  PersonPage,
  QuestionPage,
  Result,
  trainingPermissions,
} from './contract.ts';
import { training } from './module.ts';
import type { PaperQuestion } from './tables.ts';

const DAY = 86_400_000;
const ME = '00000000-0000-7000-8000-000000000001';
const ALL = [...Object.values(trainingPermissions), ...Object.values(governancePermissions)].join(',');
const VIEWER = [trainingPermissions.read, trainingPermissions.take].join(',');

let platform: TestPlatform;
let app: Composition;
let server: TestServer;
let watch: (() => Promise<void>) | undefined;
let people: PersonWithRoles[] = [
  { id: ME, name: 'tester', roles: ['viewer'] },
  { id: '00000000-0000-7000-8000-000000000002', name: '王芳', roles: ['analyst'] },
];

beforeAll(async () => {
  platform = await testPlatform();
  const identity = defineModule<Pick<IdentityAsks, 'peopleWith'>>({
    name: 'identity',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({
      asks: {
        peopleWith: (roles) =>
          Promise.resolve(people.filter((each) => each.roles.some((role) => roles.includes(role)))),
      },
    }),
  });
  const spied: typeof training = {
    ...training,
    build: (context) => {
      const parts = training.build(context);
      watch = async () => parts.jobs?.find(({ name }) => name === 'watch')?.run(null);
      return parts;
    },
  };
  app = await compose([governance, identity, assetsModule, spied], platform.platform);
  await app.start();
  server = await testServer(
    app.routes.map(({ route }) => route),
    { errors: [app.errors] },
  );
});
afterAll(async () => {
  await server.close();
  await app.stop();
  await platform.close();
});

const call = (request: string, body?: unknown, bearer = ALL) =>
  server.call(request, body === undefined ? { bearer } : { bearer, body });
const verdict = async () =>
  app.registry
    .checks()
    .find(({ id }) => id === 'training.people')
    ?.run();
const openFindings = async () =>
  (await call('GET /findings?module=training&limit=50'))
    .as(FindingPage)
    .items.filter(({ status, module }) => status === 'open' && module === 'training')
    .map(({ titleZh }) => titleZh);
const mine = async (course: string) =>
  (await call('GET /training/mine', undefined, VIEWER)).as(MyTraining).items.find((each) => each.course === course);

/** Answers of the stored paper: all right, or all wrong. */
const answersOf = async (paper: string, isRight: boolean): Promise<number[][]> => {
  const { rows } = await sql<{
    questions: PaperQuestion[];
  }>`select questions from training.papers where id = ${paper}`.execute(platform.platform.records.read());
  return (rows[0]?.questions ?? []).map(({ correct, options, kind }) => {
    if (isRight) return [...correct];
    const wrong = options.map((_, at) => at).find((at) => !correct.includes(at)) ?? 0;
    return kind === 'multiple' && correct.length === options.length ? [correct[0] ?? 0] : [wrong];
  });
};
const exam = async (course: string, isRight: boolean): Promise<Result> => {
  const paper = (await call(`POST /training/courses/${course}/exam`, undefined, VIEWER)).as(Paper);
  const answers = await answersOf(paper.id, isRight);
  return (await call(`POST /training/papers/${paper.id}/answers`, { answers }, VIEWER)).as(Result);
};

describe('training', () => {
  let course = '';

  it('has no verdict before anything is assigned', async () => {
    expect((await verdict())?.outcome).toBe('unknown');
    expect((await call('GET /training')).as(Overview)).toMatchObject({ courses: [], people: 2, unassigned: 2 });
  });

  it('makes a course of a bank and gives it to a role', async () => {
    expect((await call('POST /training/banks/nothing/adopt')).problem?.code).toBe('training.bank-unknown');
    const made = (await call('POST /training/banks/data-handling/adopt')).as(Course);
    course = made.id;
    expect(made.questions).toBeGreaterThanOrEqual(15);
    const past = { kind: 'role', role: 'viewer', due: '2026-11-22' };
    expect((await call(`POST /training/courses/${course}/assignments`, past)).problem?.code).toBe('training.due-past');
    const order = { kind: 'role', role: 'viewer', due: '2026-12-20' };
    const assigned = (await call(`POST /training/courses/${course}/assignments`, order)).as(Course);
    expect(assigned.counts).toMatchObject({ assigned: 1, passed: 0, overdue: 0 });
    expect((await verdict())?.outcome).toBe('fail');
    const named = { kind: 'person', person: 'stranger', due: '2026-12-20' };
    expect((await call(`POST /training/courses/${course}/assignments`, named)).problem?.code).toBe(
      'training.person-unknown',
    );
    await call(`POST /training/courses/${course}/assignments`, { ...named, person: people[1]?.id });
    expect((await verdict())?.facts).toMatchObject({ trainingAssigned: 2, trainingUnassigned: 0, trainingPassed: 0 });
    expect((await verdict())?.outcome).toBe('unknown');
  });

  it('refuses an exam before the material was studied, and shows no answers in the paper', async () => {
    const early = await call(`POST /training/courses/${course}/exam`, undefined, VIEWER);
    expect(early.problem?.code).toBe('training.not-read');
    const read = (await call(`POST /training/courses/${course}/read`, undefined, VIEWER)).as(Material);
    expect(read.readAt).toBe('2026-11-23T01:00:00.000Z');
    const first = await call(`POST /training/courses/${course}/exam`, undefined, VIEWER);
    expect(first.text).not.toContain('correct');
    expect(first.text).not.toContain('explanation');
    const again = await call(`POST /training/courses/${course}/exam`, undefined, VIEWER);
    expect(again.as(Paper)).toEqual(first.as(Paper));
    const paper = first.as(Paper).id;
    expect((await call(`GET /training/papers/${paper}/result`, undefined, VIEWER)).problem?.code).toBe(
      'training.paper-unknown',
    );
    const short = await call(`POST /training/papers/${paper}/answers`, { answers: [[0]] }, VIEWER);
    expect(short.problem?.code).toBe('training.answer');
  });

  it('counts attempts, explains what was wrong, and lets the course be assigned again', async () => {
    const failed = await exam(course, false);
    expect(failed).toMatchObject({ score: 0, passed: false, certificate: null, isIntact: true });
    expect(failed.questions.every(({ explanation, isRight }) => explanation !== '' && !isRight)).toBe(true);
    const twice = await call(
      `POST /training/papers/${failed.paper}/answers`,
      { answers: failed.questions.map(() => [0]) },
      VIEWER,
    );
    expect(twice.problem?.code).toBe('training.paper-done');
    await exam(course, false);
    await exam(course, false);
    expect(await mine(course)).toMatchObject({ state: 'failed', attemptsLeft: 0, lastScore: 0 });
    const none = await call(`POST /training/courses/${course}/exam`, undefined, VIEWER);
    expect(none.problem?.code).toBe('training.attempts-used');
    await watch?.();
    const finding = '《车联网数据安全与网络安全基础》有人考试次数已用完';
    await vi.waitFor(async () => expect(await openFindings()).toEqual([finding]), 15_000);
    platform.clock.advance(60_000);
    await call(`POST /training/courses/${course}/assignments`, { kind: 'role', role: 'viewer', due: '2026-12-31' });
    expect(await mine(course)).toMatchObject({ state: 'waiting', attemptsLeft: 3 });
    await watch?.();
    await vi.waitFor(async () => expect(await openFindings()).toEqual([]), 15_000);
  });

  it('gives a certificate that ends, and keeps results unchangeable', async () => {
    platform.clock.advance(60_000);
    const passed = await exam(course, true);
    expect(passed).toMatchObject({ score: 100, passed: true, validTo: '2027-11-23', isIntact: true });
    expect(passed.certificate).toBe('PX-2026-000001');
    expect(await mine(course)).toMatchObject({ state: 'passed', certificate: 'PX-2026-000001' });
    const records = platform.platform.records;
    for (const change of [
      sql`update training.results set score = 100`,
      sql`delete from training.papers`,
      sql`update training.readings set person_name = 'x'`,
    ])
      await expect(records.transaction(async (tx) => void (await change.execute(tx.as())))).rejects.toThrow(
        /never change/,
      );
    expect((await verdict())?.outcome).toBe('pass');
    const { lines } = await readAudit(records, { limit: 50 });
    expect(lines.map(({ action }) => action)).toContain('training.exam-handed-in');
  });

  it('lists people and questions by cursor, with how often each was wrong', async () => {
    const first = (await call(`GET /training/courses/${course}/people?limit=1`)).as(PersonPage);
    expect(first).toMatchObject({ total: 2, items: [{ person: { name: '王芳' }, state: 'waiting', exams: 0 }] });
    const rest = (await call(`GET /training/courses/${course}/people?limit=1&cursor=${first.next}`)).as(PersonPage);
    expect(rest).toMatchObject({ next: null, items: [{ person: { name: 'tester' }, state: 'passed', exams: 4 }] });
    const { items } = (await call(`GET /training/courses/${course}/questions?limit=200`)).as(QuestionPage);
    expect(items.reduce((sum, { answered }) => sum + answered, 0)).toBe(40);
    expect(items.reduce((sum, { wrong }) => sum + wrong, 0)).toBe(30);
  });

  it('tells who is late, and clears it when the course is closed', async () => {
    platform.clock.advance(40 * DAY);
    await watch?.();
    const late = '《车联网数据安全与网络安全基础》有人逾期未通过考试';
    await vi.waitFor(async () => expect(await openFindings()).toEqual([late]), 15_000);
    expect((await verdict())?.outcome).toBe('fail');
    people = people.slice(0, 1);
    await watch?.();
    await vi.waitFor(async () => expect(await openFindings()).toEqual([]), 15_000);
    expect((await verdict())?.outcome).toBe('pass');
  });

  it('imports questions once and names the rows that are wrong', async () => {
    const made = (await call('POST /training/courses', { title: '应急响应', perExam: 2 })).as(Course);
    const small = { kind: 'role', role: 'viewer', due: '2027-12-31' };
    expect((await call(`POST /training/courses/${made.id}/assignments`, small)).problem?.code).toBe(
      'training.pool-small',
    );
    const csv = [
      '题型,题目,选项A,选项B,答案',
      '单选,先做什么？,启动预案,等待,A',
      '单选,错题,甲,乙,C',
      '判断,日志可以删除。,,,错',
    ].join('\n');
    const path = `POST /training/courses/${made.id}/questions/import`;
    const bytes = new TextEncoder().encode(csv);
    expect((await call(`${path}?mode=preview`, bytes)).as(ImportReport)).toMatchObject({ applied: false, taken: 2 });
    const applied = (await call(`${path}?mode=apply`, bytes)).as(ImportReport);
    expect(applied).toMatchObject({ rows: 3, taken: 2, known: 0, refused: [{ row: 3, column: '答案', value: 'C' }] });
    expect((await call(`${path}?mode=apply`, bytes)).as(ImportReport)).toMatchObject({ taken: 0, known: 2 });
    expect((await call(`${path}?mode=apply`, new Uint8Array([0x50, 0x4b, 3, 4, 9]))).problem?.code).toBe(
      'assets.import-malformed',
    );
    const { items } = (await call(`GET /training/courses/${made.id}/questions`)).as(QuestionPage);
    const left = (await call(`DELETE /training/courses/${made.id}/questions/${items[0]?.id}`)).as(Course);
    expect(left.questions).toBe(1);
    await call(`POST /training/courses/${made.id}/close`);
    expect((await call(`PUT /training/courses/${made.id}`, { title: '改名' })).problem?.code).toBe(
      'training.course-closed',
    );
  });

  it('keeps people and questions from those who only take part', async () => {
    for (const path of ['', '/people', '/questions'])
      expect((await call(`GET /training/courses/${course}${path}`, undefined, VIEWER)).status).toBe(403);
    expect((await call('POST /training/courses', { title: 'x' }, VIEWER)).status).toBe(403);
    expect((await call('GET /training', undefined, VIEWER)).status).toBe(200);
  });
});
