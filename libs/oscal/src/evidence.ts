import { partyUuid, ownProperty } from './document.ts';
import { given, lineOf, listed, proseOf, timeOf } from './text.ts';
import type { Component, Observation, Origin } from './types/assessment.ts';
import { uuidOf } from './uuid.ts';

/** Evidence as the builders take it: one run of a check, or what a person attested. */
export interface EvidenceInput {
  /** Unique id of the evidence. */
  readonly id: string;
  readonly checkId: string;
  readonly title: string;
  readonly summary: string;
  readonly outcome: 'pass' | 'fail' | 'unknown';
  /** ms since 1970: when it was measured, or from when the attested fact holds. */
  readonly collected: number;
  readonly expires: number;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** Who attested it; a machine measured it when there is nobody. */
  readonly signer?: string;
  /** SM3 of the row in the chain of evidence, hex. */
  readonly digest?: string;
}

/** The machine that runs the checks. */
const TOOL_UUID: string = uuidOf('component', 'chedun');

/** UUID of the observation of an evidence. */
export const observationUuid = (evidenceId: string): string => uuidOf('observation', evidenceId);

/** UUID of the system that is judged. */
export const systemUuid = (systemId: string): string => uuidOf('system', systemId);

/** The machine that judges, as a component. */
export const toolComponent = (): Component => ({
  uuid: TOOL_UUID,
  type: 'software',
  title: 'CheDun 车盾',
  description: '执行检查并保存证据的平台',
  status: { state: 'operational' },
});

/** The system that is judged, as a component. */
export const systemComponent = (systemId: string, title: string): Component => ({
  uuid: systemUuid(systemId),
  type: 'this-system',
  title: lineOf(title, 'system'),
  description: lineOf(title, 'system'),
  status: { state: 'operational' },
});

/** Where something comes from: a person, or the machine. */
export const originOf = (person?: string): Origin => ({
  actors: [
    person === undefined
      ? { type: 'tool', 'actor-uuid': TOOL_UUID }
      : { type: 'party', 'actor-uuid': partyUuid('person', person) },
  ],
});

const factsOf = (evidence: EvidenceInput) =>
  evidence.facts
    .filter(({ value }) => value.trim() !== '')
    .map(({ name, value }) => ownProperty('fact', `${name} = ${value}`));

/** An `observation` of OSCAL. Evidence keeps its time to live as `expires`. */
export const observationOf = (systemId: string, evidence: EvidenceInput): Observation => {
  const facts = factsOf(evidence);
  return {
    uuid: observationUuid(evidence.id),
    title: lineOf(evidence.title, 'observation.title'),
    description: proseOf(evidence.summary, 'observation.description'),
    props: [
      ownProperty('check-id', evidence.checkId),
      ownProperty('outcome', evidence.outcome),
      ...(evidence.digest === undefined ? [] : [ownProperty('sm3', evidence.digest)]),
    ],
    methods: [evidence.signer === undefined ? 'TEST' : 'EXAMINE'],
    types: ['control-objective'],
    origins: [originOf(evidence.signer)],
    subjects: [{ 'subject-uuid': systemUuid(systemId), type: 'component' }],
    'relevant-evidence': [
      {
        description: proseOf(evidence.summary, 'observation.description'),
        ...listed('props', facts),
      },
    ],
    collected: timeOf(evidence.collected, 'observation.collected'),
    ...given('expires', timeOf(evidence.expires, 'observation.expires')),
  };
};
