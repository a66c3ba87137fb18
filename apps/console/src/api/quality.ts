import {
  Done,
  Drill,
  DrillList,
  DuplicateList,
  ExceptionReviewList,
  ProofList,
  ProposalList,
  ScoreList,
} from '@chedun/quality/contract';
import type { Dismissal, NewDrill, Review, ScoreQuery } from '@chedun/quality/contract';
import type { z } from 'zod';
import { call } from './client.ts';

export const qualityScores = (query: z.input<typeof ScoreQuery>, signal?: AbortSignal) =>
  call('GET', '/quality/scores', ScoreList, { query: { ...query, limit: Number(query.limit ?? 500) }, signal });

export const qualityProposals = (signal?: AbortSignal) => call('GET', '/quality/proposals', ProposalList, { signal });

export const dismissProposal = (body: z.input<typeof Dismissal>) =>
  call('POST', '/quality/proposals/dismiss', Done, { body });

export const qualityDuplicates = (signal?: AbortSignal) =>
  call('GET', '/quality/duplicates', DuplicateList, { signal });

export const qualityExceptions = (signal?: AbortSignal) =>
  call('GET', '/quality/exceptions', ExceptionReviewList, { signal });

export const reviewException = (id: string, body: z.input<typeof Review>) =>
  call('POST', `/quality/exceptions/${encodeURIComponent(id)}/review`, Done, { body });

export const listDrills = (signal?: AbortSignal) => call('GET', '/quality/drills', DrillList, { signal });

export const listProofs = (signal?: AbortSignal) => call('GET', '/quality/proofs', ProofList, { signal });

/** Which rules a drill plays. */
export type DrillOrder = Pick<z.input<typeof NewDrill>, 'scope'> & { readonly ruleIds?: readonly string[] };

export const runDrill = ({ scope, ruleIds = [] }: DrillOrder) =>
  call('POST', '/quality/drills', Drill, { body: { scope, ruleIds } });
