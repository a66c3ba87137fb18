import {
  CallTree,
  CallTreePage,
  DutyBoard,
  type CallTreeOrder,
  type CallTreeQuery,
  type DutySettings,
  type ExceptionInput,
  type ResponderInput,
  type ShiftInput,
} from '@chedun/duty-roster/contract';
import type { z } from 'zod';
import { call } from './client.ts';

export const getRoster = (signal?: AbortSignal) => call('GET', '/duty-roster', DutyBoard, { signal });

/** What changes the roster; everything answers the roster as it is then. */
export const rosterWork = {
  addResponder: (body: z.input<typeof ResponderInput>) => call('POST', '/duty-roster/responders', DutyBoard, { body }),
  changeResponder: (id: string, body: z.input<typeof ResponderInput>) =>
    call('PUT', `/duty-roster/responders/${id}`, DutyBoard, { body }),
  removeResponder: (id: string) => call('DELETE', `/duty-roster/responders/${id}`, DutyBoard),
  addShift: (body: z.input<typeof ShiftInput>) => call('POST', '/duty-roster/shifts', DutyBoard, { body }),
  removeShift: (id: string) => call('DELETE', `/duty-roster/shifts/${id}`, DutyBoard),
  addException: (body: z.input<typeof ExceptionInput>) => call('POST', '/duty-roster/exceptions', DutyBoard, { body }),
  removeException: (id: string) => call('DELETE', `/duty-roster/exceptions/${id}`, DutyBoard),
  settings: (body: DutySettings) => call('PUT', '/duty-roster/settings', DutyBoard, { body }),
};

export const listCalls = (query: z.input<typeof CallTreeQuery>, signal?: AbortSignal) =>
  call('GET', '/duty-roster/calls', CallTreePage, { query: { ...query, limit: Number(query.limit ?? 20) }, signal });

export const startCalls = (body: z.input<typeof CallTreeOrder>) =>
  call('POST', '/duty-roster/calls', CallTree, { body });

export const recordAnswer = ({ tree, id }: { readonly tree: string; readonly id: string }) =>
  call('POST', `/duty-roster/calls/${tree}/${id}/answered`, CallTree);
