import { documentUuid, metadataOf, ownProperty, type DocumentInput } from './document.ts';
import { oscalError } from './errors.ts';
import {
  observationOf,
  observationUuid,
  originOf,
  systemComponent,
  systemUuid,
  toolComponent,
  type EvidenceInput,
} from './evidence.ts';
import { findingOf, findingUuid, type JudgementInput } from './judgement.ts';
import { checkReferences } from './references.ts';
import { given, lineOf, listed, proseOf, timeOf } from './text.ts';
import type { ActionPlan, PoamItem, Risk } from './types/assessment.ts';
import { uuidOf } from './uuid.ts';

/** Something that has to be done, or that was accepted until a day. */
export interface OpenItemInput {
  /** Stable key: the same weakness has the same key in every export. */
  readonly key: string;
  readonly title: string;
  readonly description: string;
  /** Duties it touches; judgements of the same input. */
  readonly obligations: readonly string[];
  readonly evidence: readonly string[];
  readonly status: 'open' | 'investigating' | 'remediating' | 'deviation-approved';
  /** ms since 1970. */
  readonly deadline?: number;
  readonly owner?: string;
  /** What is planned, or why it was accepted. */
  readonly response?: string;
  readonly severity?: string;
}

export interface ActionPlanInput extends DocumentInput {
  readonly systemTitle: string;
  readonly judgements: readonly JudgementInput[];
  readonly evidence: readonly EvidenceInput[];
  readonly items: readonly OpenItemInput[];
}

const riskUuid = (systemId: string, key: string): string => uuidOf('risk', systemId, key);

const riskOf = (systemId: string, item: OpenItemInput): Risk => ({
  uuid: riskUuid(systemId, item.key),
  title: lineOf(item.title, 'risk.title'),
  description: proseOf(item.description, 'risk.description'),
  statement: proseOf(item.description, 'risk.statement'),
  props: [
    ownProperty('key', item.key),
    ...(item.severity === undefined ? [] : [ownProperty('severity', item.severity)]),
    ...(item.owner === undefined ? [] : [ownProperty('owner', item.owner)]),
  ],
  status: item.status,
  origins: [originOf(item.status === 'deviation-approved' ? item.owner : undefined)],
  ...given('deadline', item.deadline === undefined ? undefined : timeOf(item.deadline, 'risk.deadline')),
  ...listed(
    'remediations',
    item.response === undefined
      ? []
      : [
          {
            uuid: uuidOf('response', systemId, item.key),
            lifecycle: 'planned' as const,
            title: lineOf(item.title, 'response.title'),
            description: proseOf(item.response, 'response.description'),
            props: [ownProperty('type', item.status === 'deviation-approved' ? 'accept' : 'mitigate')],
          },
        ],
  ),
  ...listed(
    'related-observations',
    item.evidence.map((id) => ({ 'observation-uuid': observationUuid(id) })),
  ),
});

const itemOf = (systemId: string, item: OpenItemInput): PoamItem => ({
  uuid: uuidOf('poam-item', systemId, item.key),
  title: lineOf(item.title, 'item.title'),
  description: proseOf(item.description, 'item.description'),
  ...listed(
    'related-findings',
    item.obligations.map((id) => ({ 'finding-uuid': findingUuid(systemId, id) })),
  ),
  'related-risks': [{ 'risk-uuid': riskUuid(systemId, item.key) }],
});

/**
 * Builds an OSCAL 1.2.1 `plan-of-action-and-milestones`: a risk and an item for everything open. Throws
 * `oscal.nothing-open` without items (the model has no empty plan), `oscal.reference-unknown` for a duty or evidence that
 * is not given, `oscal.text-empty`, `oscal.time-invalid`.
 */
export const buildActionPlan = (input: ActionPlanInput): ActionPlan => {
  const { systemId } = input;
  if (input.items.length === 0) throw oscalError('oscal.nothing-open');
  const risksOf = (obligation: string) =>
    input.items.filter((item) => item.obligations.includes(obligation)).map((item) => riskUuid(systemId, item.key));
  const named = [
    ...input.evidence.flatMap(({ signer }) => (signer === undefined ? [] : [signer])),
    ...input.items.flatMap(({ owner }) => (owner === undefined ? [] : [owner])),
  ];
  const body = {
    metadata: metadataOf(input, named),
    'system-id': { 'identifier-type': 'https://ietf.org/rfc/rfc4122', id: systemUuid(systemId) },
    'local-definitions': { components: [systemComponent(systemId, input.systemTitle), toolComponent()] },
    ...listed(
      'observations',
      input.evidence.map((each) => observationOf(systemId, each)),
    ),
    risks: input.items.map((item) => riskOf(systemId, item)),
    ...listed(
      'findings',
      input.judgements.map((each) => findingOf(systemId, each, risksOf(each.obligation))),
    ),
    'poam-items': input.items.map((item) => itemOf(systemId, item)),
  };
  const uuid = documentUuid('poam', systemId, body);
  return checkReferences({ 'plan-of-action-and-milestones': { uuid, ...body } });
};
