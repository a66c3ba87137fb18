import {
  ActionList,
  Checked,
  DryAnswer,
  PlaybookDetail,
  PlaybookList,
  RunDetail,
  RunList,
  SuggestionList,
  type CompleteCommand,
  type Subject,
} from '@chedun/playbooks/contract';
import { apiUrl, call, type Query } from './client.ts';

type Values = Readonly<Record<string, string>>;

export const listPlaybooks = (signal?: AbortSignal) => call('GET', '/playbooks', PlaybookList, { signal });

export const getPlaybook = (id: string, signal?: AbortSignal) =>
  call('GET', `/playbooks/${id}`, PlaybookDetail, { signal });

export const listActions = (signal?: AbortSignal) => call('GET', '/playbook-actions', ActionList, { signal });

/** Address of the CACAO file. */
export const playbookFileUrl = (id: string) => apiUrl(`/playbooks/${id}/export`);

export const importPlaybook = (file: Blob) => call('POST', '/playbooks/import', PlaybookDetail, { bytes: file });

export const validatePlaybook = (file: Blob) => call('POST', '/playbooks/validate', Checked, { bytes: file });

export const approvePlaybook = ({
  id,
  version,
  note,
}: {
  readonly id: string;
  readonly version: string;
  readonly note: string;
}) => call('POST', `/playbooks/${id}/approve`, PlaybookDetail, { body: { version, note } });

export const dryRun = ({ id, values }: { readonly id: string; readonly values: Values }) =>
  call('POST', `/playbooks/${id}/dry-run`, DryAnswer, { body: { values } });

export const suggestPlaybooks = (finding: string, signal?: AbortSignal) =>
  call('GET', '/playbook-suggestions', SuggestionList, { query: { finding }, signal });

export const startPlaybook = ({
  id,
  subject,
  values,
}: {
  readonly id: string;
  readonly subject: Subject;
  readonly values: Values;
}) => call('POST', `/playbooks/${id}/runs`, RunDetail, { body: { subject, values } });

export const listRuns = (query: Query, signal?: AbortSignal) =>
  call('GET', '/playbook-runs', RunList, { query, signal });

export const getRun = (id: string, signal?: AbortSignal) => call('GET', `/playbook-runs/${id}`, RunDetail, { signal });

export const stopRun = ({ id, comment }: { readonly id: string; readonly comment: string }) =>
  call('POST', `/playbook-runs/${id}/stop`, RunDetail, { body: { comment } });

interface StepKey {
  readonly run: string;
  readonly visit: number;
}

export const completeStep = ({ run, visit, ...body }: StepKey & CompleteCommand) =>
  call('POST', `/playbook-runs/${run}/steps/${visit}/complete`, RunDetail, { body });

export const assignStep = ({
  run,
  visit,
  owner,
}: StepKey & { readonly owner: { readonly id: string; readonly name: string } | null }) =>
  call('POST', `/playbook-runs/${run}/steps/${visit}/assign`, RunDetail, { body: { owner } });

/** Releases an automatic step that waits, or undoes its effect. */
export const orderStep = ({
  run,
  visit,
  verb,
  comment,
}: StepKey & { readonly verb: 'release' | 'undo'; readonly comment: string }) =>
  call('POST', `/playbook-runs/${run}/steps/${visit}/${verb}`, RunDetail, { body: { comment } });
