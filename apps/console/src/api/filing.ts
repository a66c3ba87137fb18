import {
  CaseDetail,
  CasePage,
  Compared,
  Exchange,
  ExchangeTest,
  Grading,
  LevelResult,
  LevelRule,
  PartitionDone,
  Polled,
  ProjectList,
  ProposalList,
  UnitDetail,
  UnitList,
  Uploaded,
} from '@chedun/filing/contract';
import type {
  CaseQuery,
  ExchangeInput,
  ExplainBody,
  LevelInput,
  OpenCaseBody,
  ProjectInput,
  ProjectStep,
  ReviewInput,
  StepBody,
  SubmitBody,
  UnitInput,
  ValuesBody,
  WeightsInput,
} from '@chedun/filing/contract';
import type { z } from 'zod';
import { call } from './client.ts';

const unitAt = (id: string, rest = ''): string => `/filing/units/${encodeURIComponent(id)}${rest}`;
const caseAt = (id: string, rest = ''): string => `/filing/cases/${encodeURIComponent(id)}${rest}`;

export const listUnits = (signal?: AbortSignal) => call('GET', '/filing/units', UnitList, { signal });
export const getUnit = (id: string, signal?: AbortSignal) => call('GET', unitAt(id), UnitDetail, { signal });
export const createUnit = (body: z.input<typeof UnitInput>) => call('POST', '/filing/units', UnitDetail, { body });
export const saveUnit = (id: string, body: z.input<typeof UnitInput>) => call('PUT', unitAt(id), UnitDetail, { body });
export const removeUnit = (id: string) => call('DELETE', unitAt(id), UnitList);
export const proposeUnits = (signal?: AbortSignal) => call('GET', '/filing/partition', ProposalList, { signal });
export const partition = (units: readonly z.input<typeof UnitInput>[]) =>
  call('POST', '/filing/partition', PartitionDone, { body: { units } });
export const compareUnits = () => call('POST', '/filing/compare', Compared);
/** Uploads a file that a unit or a review names. */
export const uploadFilingFile = async (file: File) => {
  const { blob } = await call('POST', '/filing/files', Uploaded, {
    bytes: new Blob([file], { type: 'application/octet-stream' }),
  });
  return { blob, name: file.name };
};

export const getLevelRule = (signal?: AbortSignal) => call('GET', '/filing/level-rule', LevelRule, { signal });
export const setWeights = (body: z.input<typeof WeightsInput>) => call('PUT', '/filing/weights', LevelRule, { body });
export const tryLevel = (body: LevelInput, signal?: AbortSignal) =>
  call('POST', '/filing/level', LevelResult, { body, signal });
export const getGrading = (unit: string, signal?: AbortSignal) =>
  call('GET', unitAt(unit, '/levels'), Grading, { signal });
export const keepLevel = (unit: string, body: LevelInput) => call('POST', unitAt(unit, '/levels'), Grading, { body });
export const recordReview = (unit: string, body: z.input<typeof ReviewInput>) =>
  call('POST', unitAt(unit, '/reviews'), Grading, { body });

type Query = { readonly [K in keyof z.output<typeof CaseQuery>]?: z.output<typeof CaseQuery>[K] | undefined };
export const listCases = (query: Query, signal?: AbortSignal) =>
  call('GET', '/filing/cases', CasePage, { query, signal });
export const getCase = (id: string, signal?: AbortSignal) => call('GET', caseAt(id), CaseDetail, { signal });
export const openCase = (body: z.input<typeof OpenCaseBody>) => call('POST', '/filing/cases', CaseDetail, { body });
export const setCaseValues = (id: string, body: z.input<typeof ValuesBody>) =>
  call('PUT', caseAt(id, '/values'), CaseDetail, { body });
export const explainCase = (id: string, body: z.input<typeof ExplainBody>) =>
  call('PUT', caseAt(id, '/explanations'), CaseDetail, { body });
export const stepCase = (id: string, body: z.input<typeof StepBody>) =>
  call('POST', caseAt(id, '/steps'), CaseDetail, { body });
export const approveCase = (id: string) => call('POST', caseAt(id, '/approval'), CaseDetail, { body: {} });
export const signCase = (id: string) => call('POST', caseAt(id, '/signature'), CaseDetail);
export const submitCase = (id: string, body: z.input<typeof SubmitBody>) =>
  call('POST', caseAt(id, '/submission'), CaseDetail, { body });
export const takeReceipt = (id: string, file: Blob) =>
  call('POST', caseAt(id, '/receipts'), CaseDetail, { bytes: new Blob([file], { type: 'application/octet-stream' }) });

export const getExchange = (signal?: AbortSignal) => call('GET', '/filing/exchange', Exchange, { signal });
export const saveExchange = (body: z.input<typeof ExchangeInput>) =>
  call('PUT', '/filing/exchange', Exchange, { body });
export const testExchange = () => call('POST', '/filing/exchange/test', ExchangeTest);
export const pollExchange = () => call('POST', '/filing/exchange/poll', Polled);

export const listProjects = (signal?: AbortSignal) => call('GET', '/filing/projects', ProjectList, { signal });
export const saveProject = (id: string | undefined, body: z.input<typeof ProjectInput>) =>
  id === undefined
    ? call('POST', '/filing/projects', ProjectList, { body })
    : call('PUT', `/filing/projects/${encodeURIComponent(id)}`, ProjectList, { body });
export const stepProject = (id: string, body: { readonly step: ProjectStep; readonly on: string }) =>
  call('POST', `/filing/projects/${encodeURIComponent(id)}/steps`, ProjectList, { body });
