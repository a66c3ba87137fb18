import {
  Banks,
  Course,
  ImportReport,
  Material,
  MyTraining,
  Overview,
  Paper,
  PersonPage,
  QuestionPage,
  Result,
  type AssignmentInput,
  type CourseInput,
} from '@chedun/training/contract';
import { call } from './client.ts';

const course = (id: string, rest = ''): string => `/training/courses/${encodeURIComponent(id)}${rest}`;

export const myTraining = (signal?: AbortSignal) => call('GET', '/training/mine', MyTraining, { signal });
export const readMaterial = (id: string, signal?: AbortSignal) =>
  call('GET', course(id, '/material'), Material, { signal });
export const confirmMaterial = (id: string) => call('POST', course(id, '/read'), Material);
export const beginExam = (id: string) => call('POST', course(id, '/exam'), Paper);
export const handIn = ({ paper, answers }: { readonly paper: string; readonly answers: number[][] }) =>
  call('POST', `/training/papers/${encodeURIComponent(paper)}/answers`, Result, { body: { answers } });

export const trainingOverview = (signal?: AbortSignal) => call('GET', '/training', Overview, { signal });
export const listBanks = (signal?: AbortSignal) => call('GET', '/training/banks', Banks, { signal });
export const adoptBank = (bank: string) => call('POST', `/training/banks/${encodeURIComponent(bank)}/adopt`, Course);
export const assignCourse = ({ id, ...body }: AssignmentInput & { readonly id: string }) =>
  call('POST', course(id, '/assignments'), Course, { body });
export const listPeople = (id: string, signal?: AbortSignal) =>
  call('GET', course(id, '/people'), PersonPage, { query: { limit: 200 }, signal });

export const getCourse = (id: string, signal?: AbortSignal) => call('GET', course(id), Course, { signal });
/** Makes a course, or changes the one with this id. */
export const saveCourse = ({ id, course: body }: { readonly id: string | undefined; readonly course: CourseInput }) =>
  id === undefined ? call('POST', '/training/courses', Course, { body }) : call('PUT', course(id), Course, { body });
export const closeCourse = (id: string) => call('POST', course(id, '/close'), Course);
export const withdrawAssignment = ({
  course: id,
  assignment,
}: {
  readonly course: string;
  readonly assignment: string;
}) => call('DELETE', course(id, `/assignments/${encodeURIComponent(assignment)}`), Course);
/** A page of questions; `cursor` '' is the first. */
export const listQuestions = (
  { course: id, cursor }: { readonly course: string; readonly cursor: string | null },
  signal?: AbortSignal,
) =>
  call('GET', course(id, '/questions'), QuestionPage, {
    query: { limit: 100, ...(cursor === null || cursor === '' ? {} : { cursor }) },
    signal,
  });
export const removeQuestion = ({ course: id, question }: { readonly course: string; readonly question: string }) =>
  call('DELETE', course(id, `/questions/${encodeURIComponent(question)}`), Course);
export const importQuestions = ({ course: id, file }: { readonly course: string; readonly file: Blob }) =>
  call('POST', course(id, '/questions/import'), ImportReport, { query: { mode: 'apply' }, bytes: file });
