import { buildActionPlan, buildAssessmentResults, buildCatalog } from '../../libs/oscal/src/index.ts';
import { aControl, aJudgement, anAssessment, anEvidence, aPlan, AT, groupsOf } from '../../libs/oscal/testing/index.ts';
import type { Made } from './ours.ts';

type Step = string | number;

const at = (value: unknown, path: readonly Step[]): Record<string, unknown> =>
  path.reduce<unknown>((inner, step) => (inner as Record<string, unknown>)[step], value) as Record<string, unknown>;

/** A copy of a document in which the field at `path` is set to `value`, or taken away. */
const changed = (document: object, path: readonly Step[], value?: unknown): object => {
  const copy = structuredClone(document);
  const [last] = path.slice(-1);
  const holder = at(copy, path.slice(0, -1));
  if (value === undefined) delete holder[String(last)];
  else holder[String(last)] = value;
  return copy;
};

/** Documents that were right before one thing in them was broken: the schemas have to refuse each. */
export const broken = (): readonly Made[] => {
  const catalog = buildCatalog({
    systemId: 't',
    title: '通知',
    version: '1',
    at: AT,
    groups: groupsOf([aControl('1.1-a')]),
  });
  const results = buildAssessmentResults(anAssessment([aJudgement('1.3-i', { evidence: ['e'] })], [anEvidence('e')]));
  const plan = buildActionPlan(aPlan());
  const control = ['catalog', 'groups', 0, 'groups', 0, 'controls', 0];
  const result = ['assessment-results', 'results', 0];
  return [
    { name: 'a control without id', document: changed(catalog, [...control, 'id']) },
    { name: 'an id that begins with a digit', document: changed(catalog, [...control, 'id'], '1.1-a') },
    { name: 'an empty list of controls', document: changed(catalog, control.slice(0, -1), []) },
    { name: 'a field that the model does not know', document: changed(catalog, ['catalog', 'colour'], 'red') },
    {
      name: 'a UUID of version 1',
      document: changed(catalog, ['catalog', 'uuid'], '6ba7b811-9dad-11d1-80b4-00c04fd430c8'),
    },
    { name: 'a title of two lines', document: changed(catalog, ['catalog', 'metadata', 'title'], 'a\nb') },
    {
      name: 'a time without zone',
      document: changed(catalog, ['catalog', 'metadata', 'last-modified'], '2026-11-23T01:00:00'),
    },
    { name: 'an observation without a time', document: changed(results, [...result, 'observations', 0, 'collected']) },
    {
      name: 'the 30th of February',
      document: changed(results, [...result, 'observations', 0, 'expires'], '2026-02-30T00:00:00Z'),
    },
    {
      name: 'a state that is neither',
      document: changed(results, [...result, 'findings', 0, 'target', 'status', 'state'], 'partly'),
    },
    { name: 'results without a result', document: changed(results, ['assessment-results', 'results'], []) },
    { name: 'a plan without items', document: changed(plan, ['plan-of-action-and-milestones', 'poam-items'], []) },
    {
      name: 'a risk without a statement',
      document: changed(plan, ['plan-of-action-and-milestones', 'risks', 0, 'statement']),
    },
    { name: 'the root of another model', document: { catalog: results['assessment-results'] } },
  ];
};
