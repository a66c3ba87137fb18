import {
  AccusedList,
  BatchesOrdered,
  BatchList,
  EnrolmentList,
  HierarchyList,
  ReportKept,
  ReportList,
  RevocationDecided,
  RevocationProposed,
  VehicleBarred,
  VehiclesAllowed,
} from '@chedun/pseudonyms/contract';
import type {
  AllowVehicles,
  NewReport,
  NewRevocation,
  RevocationDecision,
  SuiteName,
} from '@chedun/pseudonyms/contract';
import type { z } from 'zod';
import { call } from './client.ts';

export const listHierarchies = (signal?: AbortSignal) =>
  call('GET', '/pseudonyms/hierarchies', HierarchyList, { signal });

export const listEnrolments = (search: string, signal?: AbortSignal) =>
  call('GET', '/pseudonyms/enrolments', EnrolmentList, {
    query: { limit: 500, ...(search === '' ? {} : { search }) },
    signal,
  });

export const allowVehicles = (body: z.input<typeof AllowVehicles>) =>
  call('POST', '/pseudonyms/vehicles', VehiclesAllowed, { body });

export const barVehicle = (vin: string) => call('POST', '/pseudonyms/vehicles/bar', VehicleBarred, { body: { vin } });

export const listBatches = (signal?: AbortSignal) => call('GET', '/pseudonyms/batches', BatchList, { signal });

export const makeBatches = (suite: SuiteName) =>
  call('POST', '/pseudonyms/batches', BatchesOrdered, { body: { suite } });

export const listReports = (signal?: AbortSignal) =>
  call('GET', '/pseudonyms/reports', ReportList, { query: { limit: 500 }, signal });

export const listAccused = (signal?: AbortSignal) =>
  call('GET', '/pseudonyms/accused', AccusedList, { query: { limit: 300 }, signal });

export const reportMisbehaviour = (body: z.input<typeof NewReport>) =>
  call('POST', '/pseudonyms/reports', ReportKept, { body });

export const proposeRevocation = (body: z.input<typeof NewRevocation>) =>
  call('POST', '/pseudonyms/revocations', RevocationProposed, { body });

export const decideRevocation = ({ id, ...body }: z.input<typeof RevocationDecision> & { readonly id: string }) =>
  call('POST', `/pseudonyms/revocations/${id}/decide`, RevocationDecided, { body });
