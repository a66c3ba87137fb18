import {
  Coverage,
  EngineStatus,
  Explanation,
  ImportReport,
  RuleDetail,
  RuleException,
  RulePage,
  RuleTestResult,
  RulesetList,
} from '@chedun/detection/contract';
import type {
  ExplainRequest,
  Framework,
  ImportQuery,
  NewRuleException,
  RuleChange,
  RuleFilter,
  RuleTest,
} from '@chedun/detection/contract';
import { z } from 'zod';
import { call } from './client.ts';

export type RuleListFilter = z.input<typeof RuleFilter>;

const rule = (id: string): string => `/detection/rules/${encodeURIComponent(id)}`;

export const listRules = (query: RuleListFilter, signal?: AbortSignal) =>
  call('GET', '/detection/rules', RulePage, { query: { ...query, limit: Number(query.limit ?? 50) }, signal });

export const getRule = (id: string, signal?: AbortSignal) => call('GET', rule(id), RuleDetail, { signal });

export const changeRule = (id: string, body: z.input<typeof RuleChange>) =>
  call('PATCH', rule(id), RuleDetail, { body });

export const changeRules = (ids: readonly string[], enabled: boolean) =>
  call('POST', '/detection/rules/bulk', z.unknown(), { body: { ids, enabled } });

export const createRule = (yaml: string, enabled: boolean) =>
  call('POST', '/detection/rules', RuleDetail, { body: { yaml, enabled } });

export const addException = (id: string, body: z.input<typeof NewRuleException>) =>
  call('POST', `${rule(id)}/exceptions`, RuleException, { body });

export const removeException = (id: string, exceptionId: string) =>
  call('DELETE', `${rule(id)}/exceptions/${encodeURIComponent(exceptionId)}`, z.unknown());

export const testRule = (body: z.input<typeof RuleTest>, signal?: AbortSignal) =>
  call('POST', '/detection/test', RuleTestResult, { body, signal });

export const explainMatch = (body: z.input<typeof ExplainRequest>, signal?: AbortSignal) =>
  call('POST', '/detection/explain', Explanation, { body, signal });

export const listRulesets = (signal?: AbortSignal) => call('GET', '/detection/rulesets', RulesetList, { signal });

export const importRuleset = (query: z.input<typeof ImportQuery>, file: Blob) =>
  call('POST', '/detection/rulesets/import', ImportReport, { query, bytes: file });

export const getCoverage = (framework: Framework, signal?: AbortSignal) =>
  call('GET', '/detection/coverage', Coverage, { query: { framework }, signal });

export const engineStatus = (signal?: AbortSignal) => call('GET', '/detection/engine', EngineStatus, { signal });
