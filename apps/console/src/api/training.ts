import {
  Banks,
  Course,
  Material,
  MyTraining,
  Overview,
  Paper,
  PersonPage,
  Result,
  type AssignmentInput,
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
