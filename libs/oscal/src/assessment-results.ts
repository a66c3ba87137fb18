import { controlId } from './catalog.ts';
import { documentUuid, metadataOf, ownProperty, type DocumentInput } from './document.ts';
import { observationOf, systemComponent, toolComponent, type EvidenceInput } from './evidence.ts';
import { findingOf, type JudgementInput } from './judgement.ts';
import { checkReferences } from './references.ts';
import { lineOf, listed, timeOf } from './text.ts';
import type { AssessmentResults } from './types/assessment.ts';
import { uuidOf } from './uuid.ts';

/** What was judged, and by what. */
export interface AssessmentInput extends DocumentInput {
  readonly systemTitle: string;
  readonly catalogHref: string;
  /** ms since 1970: when the oldest evidence was collected, and when the judgement was made. */
  readonly start: number;
  readonly end: number;
  /** At least one. */
  readonly judgements: readonly JudgementInput[];
  readonly evidence: readonly EvidenceInput[];
}

const planOf = (input: AssessmentInput) => ({
  uuid: uuidOf('resource', input.systemId, 'plan'),
  title: '持续检查计划',
  description: '检查按各自的周期由平台执行；每份证据都有有效期，过期后所对应的义务不再视为满足。',
  rlinks: [{ href: input.catalogHref, 'media-type': 'application/oscal.catalog+json' }],
});

const resultOf = (input: AssessmentInput): AssessmentResults['assessment-results']['results'][number] => ({
  uuid: uuidOf('result', input.systemId, String(input.start), String(input.end)),
  title: lineOf(input.title, 'result.title'),
  description: lineOf(`${input.systemTitle}：${input.judgements.length} 项义务`, 'result.description'),
  start: timeOf(input.start, 'result.start'),
  end: timeOf(input.end, 'result.end'),
  props: [ownProperty('catalog', input.catalogHref)],
  'local-definitions': {
    components: [systemComponent(input.systemId, input.systemTitle)],
    'assessment-assets': {
      components: [toolComponent()],
      'assessment-platforms': [{ uuid: uuidOf('platform', input.systemId), title: 'CheDun 车盾' }],
    },
  },
  'reviewed-controls': {
    'control-selections': [
      {
        'include-controls': input.judgements.map(({ obligation }) => ({ 'control-id': controlId(obligation) })),
      },
    ],
  },
  ...listed(
    'observations',
    input.evidence.map((each) => observationOf(input.systemId, each)),
  ),
  ...listed(
    'findings',
    input.judgements.map((each) => findingOf(input.systemId, each)),
  ),
});

/**
 * Builds OSCAL 1.2.1 `assessment-results`: one result with an observation for each evidence and a finding for each duty.
 * Throws `oscal.reference-unknown` when a judgement names evidence that is not given, `oscal.text-empty`,
 * `oscal.time-invalid`.
 */
export const buildAssessmentResults = (input: AssessmentInput): AssessmentResults => {
  const plan = planOf(input);
  const signers = input.evidence.flatMap(({ signer }) => (signer === undefined ? [] : [signer]));
  const body = {
    metadata: metadataOf(input, signers),
    'import-ap': { href: `#${plan.uuid}` },
    results: [resultOf(input)],
    'back-matter': { resources: [plan] },
  };
  const uuid = documentUuid('assessment-results', input.systemId, body);
  return checkReferences({ 'assessment-results': { uuid, ...body } });
};
