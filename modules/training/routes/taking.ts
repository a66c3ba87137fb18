import { route, type Route } from '@chedun/http';
import { personIdOf, type ActorRef } from '@chedun/kernel';
import {
  Answers,
  CourseParams,
  Material,
  MyTraining,
  Paper,
  PaperParams,
  Result,
  trainingPermissions,
} from '../contract.ts';
import { courseExample, paperExample, resultExample, takingExample } from '../examples.ts';

/** What people do in their courses. */
export interface TakingUses {
  readonly mine: (person: string) => Promise<MyTraining>;
  readonly material: (course: string, person: string) => Promise<Material>;
  readonly confirmRead: (course: string, actor: ActorRef) => Promise<void>;
  readonly begin: (course: string, actor: ActorRef) => Promise<Paper>;
  readonly handIn: (paper: string, answers: readonly (readonly number[])[], actor: ActorRef) => Promise<Result>;
  readonly result: (paper: string, person: string) => Promise<Result>;
}

const TAKE = trainingPermissions.take;
const { id: course, title, about, material } = courseExample;
const materialExample = { course, title, about, material, readAt: null };

const studying = (uses: TakingUses): Route[] => [
  route({
    method: 'GET',
    path: '/training/mine',
    operationId: 'listMyTraining',
    summary: { zh: '我的培训', en: 'Courses of the asker' },
    permission: TAKE,
    audit: 'none',
    response: MyTraining,
    example: { items: [takingExample] },
    handle: ({ actor }) => uses.mine(personIdOf(actor)),
  }),
  route({
    method: 'GET',
    path: '/training/courses/:id/material',
    operationId: 'readCourseMaterial',
    summary: { zh: '学习材料', en: 'The material of a course' },
    permission: TAKE,
    audit: 'none',
    params: CourseParams,
    response: Material,
    example: materialExample,
    handle: ({ params, actor }) => uses.material(params.id, personIdOf(actor)),
  }),
  route({
    method: 'POST',
    path: '/training/courses/:id/read',
    operationId: 'confirmCourseMaterial',
    summary: { zh: '确认已学习材料', en: 'Confirm that the material was studied' },
    permission: TAKE,
    audit: 'training.material-read',
    params: CourseParams,
    response: Material,
    example: { ...materialExample, readAt: '2026-11-23T01:00:00.000Z' },
    handle: async ({ params, actor }) => {
      await uses.confirmRead(params.id, actor);
      return uses.material(params.id, personIdOf(actor));
    },
  }),
];

const examining = (uses: TakingUses): Route[] => [
  route({
    method: 'POST',
    path: '/training/courses/:id/exam',
    operationId: 'beginExam',
    summary: { zh: '开始考试', en: 'Begin an exam' },
    permission: TAKE,
    audit: 'training.exam-begun',
    params: CourseParams,
    response: Paper,
    example: paperExample,
    handle: ({ params, actor }) => uses.begin(params.id, actor),
  }),
  route({
    method: 'POST',
    path: '/training/papers/:id/answers',
    operationId: 'handInExam',
    summary: { zh: '交卷', en: 'Hand in an exam' },
    permission: TAKE,
    audit: 'training.exam-handed-in',
    params: PaperParams,
    body: Answers,
    response: Result,
    example: resultExample,
    handle: ({ params, body, actor }) => uses.handIn(params.id, body.answers, actor),
  }),
  route({
    method: 'GET',
    path: '/training/papers/:id/result',
    operationId: 'readExamResult',
    summary: { zh: '我的考试结果', en: 'A result of the asker' },
    permission: TAKE,
    audit: 'none',
    params: PaperParams,
    response: Result,
    example: resultExample,
    handle: ({ params, actor }) => uses.result(params.id, personIdOf(actor)),
  }),
];

/** Routes by which people study and take exams. */
export const takingRoutes = (uses: TakingUses): Route[] => [...studying(uses), ...examining(uses)];
