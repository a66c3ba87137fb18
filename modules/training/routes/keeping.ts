import { buffer } from 'node:stream/consumers';
import { route, uploadRoute, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import {
  AssignmentInput,
  AssignmentParams,
  BankParams,
  Banks,
  Course,
  CourseInput,
  CourseParams,
  ImportQuery,
  ImportReport,
  Overview,
  PageQuery,
  PersonPage,
  QuestionPage,
  QuestionParams,
  Staff,
  trainingPermissions,
  type Bank,
} from '../contract.ts';
import { courseExample, lineExample, overviewExample } from '../examples.ts';

/** What keeps the training. */
export interface KeepingUses {
  readonly overview: () => Promise<Overview>;
  readonly course: (id: string) => Promise<Course>;
  readonly people: (id: string, query: PageQuery) => Promise<PersonPage>;
  readonly questions: (id: string, query: PageQuery) => Promise<QuestionPage>;
  readonly staff: () => Promise<readonly { readonly id: string; readonly name: string }[]>;
  readonly banks: () => Promise<readonly Bank[]>;
  readonly add: (course: CourseInput, actor: ActorRef) => Promise<string>;
  readonly adopt: (bank: string, actor: ActorRef) => Promise<string>;
  readonly change: (id: string, course: CourseInput, actor: ActorRef) => Promise<void>;
  readonly close: (id: string, actor: ActorRef) => Promise<void>;
  readonly removeQuestion: (id: string, question: string, actor: ActorRef) => Promise<void>;
  readonly importQuestions: (
    id: string,
    bytes: Uint8Array,
    mode: 'preview' | 'apply',
    actor: ActorRef,
  ) => Promise<ImportReport>;
  readonly assign: (id: string, order: AssignmentInput, actor: ActorRef) => Promise<void>;
  readonly withdraw: (id: string, assignment: string, actor: ActorRef) => Promise<void>;
}

const { read: READ, write: WRITE } = trainingPermissions;
const MAX_TABLE = 8 * 1024 * 1024;
const answer = { response: Course, example: courseExample };

const looking = (uses: KeepingUses): Route[] => [
  route({
    method: 'GET',
    path: '/training',
    operationId: 'readTraining',
    summary: { zh: '培训概况', en: 'How the training stands' },
    permission: READ,
    audit: 'none',
    response: Overview,
    example: overviewExample,
    handle: () => uses.overview(),
  }),
  route({
    method: 'GET',
    path: '/training/banks',
    operationId: 'listQuestionBanks',
    summary: { zh: '内置题库', en: 'Question banks that come with the product' },
    permission: WRITE,
    audit: 'none',
    response: Banks,
    example: { items: [{ id: 'data-handling', title: lineExample.title, about: lineExample.about, questions: 18 }] },
    handle: async () => ({
      items: (await uses.banks()).map(({ id, title, about, questions }) => ({
        id,
        title,
        about,
        questions: questions.length,
      })),
    }),
  }),
  route({
    method: 'GET',
    path: '/training/staff',
    operationId: 'listTrainingStaff',
    summary: { zh: '参加培训的人员', en: 'Who takes part in training' },
    permission: WRITE,
    audit: 'none',
    response: Staff,
    example: { items: [{ id: courseExample.id, name: '王芳' }] },
    handle: async () => ({ items: (await uses.staff()).map(({ id, name }) => ({ id, name })) }),
  }),
  route({
    method: 'GET',
    path: '/training/courses/:id',
    operationId: 'getCourse',
    summary: { zh: '一门课程', en: 'A course' },
    permission: WRITE,
    audit: 'none',
    params: CourseParams,
    ...answer,
    handle: ({ params }) => uses.course(params.id),
  }),
];

const lists = (uses: KeepingUses): Route[] => [
  route({
    method: 'GET',
    path: '/training/courses/:id/people',
    operationId: 'listCoursePeople',
    summary: { zh: '应参加人员与成绩', en: 'Who has to take a course, and how they did' },
    permission: WRITE,
    audit: 'none',
    params: CourseParams,
    query: PageQuery,
    response: PersonPage,
    example: { items: [], total: 0, next: null },
    handle: ({ params, query }) => uses.people(params.id, query),
  }),
  route({
    method: 'GET',
    path: '/training/courses/:id/questions',
    operationId: 'listCourseQuestions',
    summary: { zh: '题目与错误率', en: 'Questions, and how often they were answered wrongly' },
    permission: WRITE,
    audit: 'none',
    params: CourseParams,
    query: PageQuery,
    response: QuestionPage,
    example: { items: [], total: 0, next: null },
    handle: ({ params, query }) => uses.questions(params.id, query),
  }),
];

const courses = (uses: KeepingUses): Route[] => [
  route({
    method: 'POST',
    path: '/training/courses',
    operationId: 'addCourse',
    summary: { zh: '新建课程', en: 'Add a course' },
    permission: WRITE,
    audit: 'training.course-added',
    body: CourseInput,
    ...answer,
    handle: async ({ body, actor }) => uses.course(await uses.add(body, actor)),
  }),
  route({
    method: 'POST',
    path: '/training/banks/:bank/adopt',
    operationId: 'adoptQuestionBank',
    summary: { zh: '由内置题库建立课程', en: 'Make a course of a question bank' },
    permission: WRITE,
    audit: 'training.course-added',
    params: BankParams,
    ...answer,
    handle: async ({ params, actor }) => uses.course(await uses.adopt(params.bank, actor)),
  }),
  route({
    method: 'PUT',
    path: '/training/courses/:id',
    operationId: 'changeCourse',
    summary: { zh: '修改课程', en: 'Change a course' },
    permission: WRITE,
    audit: 'training.course-changed',
    params: CourseParams,
    body: CourseInput,
    ...answer,
    handle: async ({ params, body, actor }) => {
      await uses.change(params.id, body, actor);
      return uses.course(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/training/courses/:id/close',
    operationId: 'closeCourse',
    summary: { zh: '停用课程', en: 'Close a course' },
    permission: WRITE,
    audit: 'training.course-closed',
    params: CourseParams,
    ...answer,
    handle: async ({ params, actor }) => {
      await uses.close(params.id, actor);
      return uses.course(params.id);
    },
  }),
];

const pool = (uses: KeepingUses): Route[] => [
  uploadRoute({
    method: 'POST',
    path: '/training/courses/:id/questions/import',
    operationId: 'importQuestions',
    summary: { zh: '导入题目表格', en: 'Import a table of questions' },
    permission: WRITE,
    audit: 'training.questions-imported',
    params: CourseParams,
    query: ImportQuery,
    maxBytes: MAX_TABLE,
    response: ImportReport,
    example: { applied: true, rows: 100, taken: 99, known: 1, refused: [] },
    handle: async ({ params, query, body, actor }) =>
      uses.importQuestions(params.id, await buffer(body), query.mode, actor),
  }),
  route({
    method: 'DELETE',
    path: '/training/courses/:id/questions/:question',
    operationId: 'removeQuestion',
    summary: { zh: '删除题目', en: 'Remove a question' },
    permission: WRITE,
    audit: 'training.question-removed',
    params: QuestionParams,
    ...answer,
    handle: async ({ params, actor }) => {
      await uses.removeQuestion(params.id, params.question, actor);
      return uses.course(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/training/courses/:id/assignments',
    operationId: 'assignCourse',
    summary: { zh: '安排培训', en: 'Assign a course' },
    permission: WRITE,
    audit: 'training.assigned',
    params: CourseParams,
    body: AssignmentInput,
    ...answer,
    handle: async ({ params, body, actor }) => {
      await uses.assign(params.id, body, actor);
      return uses.course(params.id);
    },
  }),
  route({
    method: 'DELETE',
    path: '/training/courses/:id/assignments/:assignment',
    operationId: 'withdrawAssignment',
    summary: { zh: '撤销培训安排', en: 'Withdraw an assignment' },
    permission: WRITE,
    audit: 'training.assignment-withdrawn',
    params: AssignmentParams,
    ...answer,
    handle: async ({ params, actor }) => {
      await uses.withdraw(params.id, params.assignment, actor);
      return uses.course(params.id);
    },
  }),
];

/** Routes by which the training is kept. */
export const keepingRoutes = (uses: KeepingUses): Route[] => [
  ...looking(uses),
  ...lists(uses),
  ...courses(uses),
  ...pool(uses),
];
