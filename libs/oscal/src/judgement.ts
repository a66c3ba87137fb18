import { objectiveId } from './catalog.ts';
import { ownProperty } from './document.ts';
import { observationUuid } from './evidence.ts';
import { lineOf, listed, proseOf } from './text.ts';
import type { Finding } from './types/assessment.ts';
import { uuidOf } from './uuid.ts';

/** How one duty stands. `evidence` are ids of evidence that the document also holds. */
export interface JudgementInput {
  readonly obligation: string;
  readonly title: string;
  /**
   * met: passed and fresh. failed: a check failed. stale: evidence missing, expired or undecided. accepted: failed, but an
   * exception holds. gap: nothing checks it yet.
   */
  readonly state: 'met' | 'failed' | 'stale' | 'accepted' | 'gap';
  readonly reason: string;
  readonly evidence: readonly string[];
}

/** UUID of the finding about a duty. */
export const findingUuid = (systemId: string, obligation: string): string => uuidOf('finding', systemId, obligation);

const REASONS = { met: 'pass', failed: 'fail', stale: 'other', accepted: 'other', gap: 'other' } as const;

/** A `finding` of OSCAL on the objective of the duty: only `met` is satisfied. */
export const findingOf = (systemId: string, input: JudgementInput, risks: readonly string[] = []): Finding => ({
  uuid: findingUuid(systemId, input.obligation),
  title: lineOf(`${input.obligation} ${input.title}`, 'finding.title'),
  description: proseOf(input.reason, 'finding.description'),
  props: [ownProperty('state', input.state)],
  target: {
    type: 'objective-id',
    'target-id': objectiveId(input.obligation),
    status: {
      state: input.state === 'met' ? 'satisfied' : 'not-satisfied',
      reason: REASONS[input.state],
      remarks: proseOf(input.reason, 'finding.description'),
    },
  },
  ...listed(
    'related-observations',
    input.evidence.map((id) => ({ 'observation-uuid': observationUuid(id) })),
  ),
  ...listed(
    'related-risks',
    risks.map((uuid) => ({ 'risk-uuid': uuid })),
  ),
});
