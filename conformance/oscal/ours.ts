import {
  buildActionPlan,
  buildAssessmentResults,
  buildCatalog,
  buildProfile,
  type ControlInput,
} from '../../libs/oscal/src/index.ts';
import { aControl, aJudgement, anAssessment, anEvidence, aPlan, AT, groupsOf } from '../../libs/oscal/testing/index.ts';

/** A document that our builders make, and which of our ways it shows. */
export interface Made {
  readonly name: string;
  readonly document: object;
}

const about = { systemId: 'tenant-1', title: '通知义务', version: '2026-11', at: AT } as const;
const catalogOf = (...controls: readonly ControlInput[]) =>
  buildCatalog({ ...about, organisation: '示例汽车有限公司', groups: groupsOf(controls) });
const plain = catalogOf(aControl('1.1-a'), aControl('1.3-i'));
const [item] = aPlan().items;

const catalogs = (): readonly Made[] => [
  { name: 'catalog: plain', document: plain },
  { name: 'catalog: without groups', document: buildCatalog({ ...about, groups: [] }) },
  {
    name: 'catalog: focus, guidance, mappings, several parties, line feeds in a title',
    document: catalogOf(
      aControl('1.1-c', {
        title: ' 定期开展\n符合性评测\t',
        focus: '符合性评测',
        guidance: 'Assessment runs\nper graded object',
        parties: ['基础电信企业', '车联网运营企业'],
        mappings: [
          { rule: '工信部网安〔2021〕134号', number: '第5项', isVerified: false },
          { rule: 'GB 44495-2024', number: '7.1.1', isVerified: true },
        ],
      }),
    ),
  },
  { name: 'catalog: ids with signs that are no NCName', document: catalogOf(aControl('1 a/ü:😀#')) },
  {
    name: 'profile: duties of a carmaker',
    document: buildProfile({ ...about, catalog: plain, catalogHref: 'catalog.json', obligations: ['1.3-i', '1.1-a'] }),
  },
];

const STATES = ['met', 'failed', 'stale', 'accepted', 'gap'] as const;

const results = (): readonly Made[] => [
  {
    name: 'results: every state of a duty',
    document: buildAssessmentResults(
      anAssessment(STATES.map((state, index) => aJudgement(`1.1-${index}`, { state, reason: `状态 ${state}` }))),
    ),
  },
  {
    name: 'results: evidence that ran out',
    document: buildAssessmentResults(
      anAssessment(
        [aJudgement('1.3-i', { state: 'stale', evidence: ['old'] })],
        [anEvidence('old', { expires: AT - 1, outcome: 'unknown' })],
      ),
    ),
  },
  {
    name: 'results: attested by a person, with the digest of the chain',
    document: buildAssessmentResults(
      anAssessment(
        [aJudgement('1.1-b', { evidence: ['a', 'b'] })],
        [anEvidence('a', { signer: '王芳', digest: 'ab'.repeat(32) }), anEvidence('b', { signer: '王芳' })],
      ),
    ),
  },
];

const extremes = (): readonly Made[] => [
  {
    name: 'results: facts that are empty, long, of several lines or in half of a character',
    document: buildAssessmentResults(
      anAssessment(
        [aJudgement('1.3-a', { evidence: ['f'] })],
        [
          anEvidence('f', {
            facts: [
              { name: 'none', value: '' },
              { name: 'blank', value: ' \n' },
              { name: 'lines', value: 'a\r\nb\u0000c' },
              { name: 'half', value: '\ud800' },
              { name: 'long', value: '长'.repeat(5000) },
            ],
          }),
        ],
      ),
    ),
  },
  {
    name: 'results: without evidence and without an organisation',
    document: buildAssessmentResults({
      ...about,
      systemTitle: '平台',
      catalogHref: 'catalog.json',
      start: AT,
      end: AT,
      judgements: [aJudgement('4.2-g', { state: 'gap', reason: '尚无检查' })],
      evidence: [],
    }),
  },
  {
    name: 'results: 113 duties with three checks each',
    document: buildAssessmentResults(
      anAssessment(
        Array.from({ length: 113 }, (_, n) => aJudgement(`d-${n}`, { evidence: [0, 1, 2].map((k) => `e${n}-${k}`) })),
        Array.from({ length: 339 }, (_, n) => anEvidence(`e${Math.floor(n / 3)}-${n % 3}`)),
      ),
    ),
  },
];

const plans = (): readonly Made[] => {
  if (!item) return [];
  return [
    { name: 'plan: one open item', document: buildActionPlan(aPlan()) },
    {
      name: 'plan: an exception with owner, reason and end',
      document: buildActionPlan(
        aPlan({
          items: [{ ...item, status: 'deviation-approved', owner: '李强', response: '接受', deadline: AT }],
        }),
      ),
    },
    {
      name: 'plan: evidence, severity, several duties',
      document: buildActionPlan(
        aPlan({
          judgements: [aJudgement('1.3-i', { state: 'failed', evidence: ['e'] }), aJudgement('1.3-a')],
          evidence: [anEvidence('e', { outcome: 'fail', signer: '王芳' })],
          items: [
            { ...item, obligations: ['1.3-i', '1.3-a'], evidence: ['e'], severity: 'high', status: 'remediating' },
          ],
        }),
      ),
    },
    {
      name: 'plan: a thousand items',
      document: buildActionPlan(
        aPlan({
          items: Array.from({ length: 1000 }, (_, n) => ({ ...item, key: `finding:${n}`, owner: `人员${n % 7}` })),
        }),
      ),
    },
  ];
};

/** Documents of our builders from many inputs. */
export const ours = (): readonly Made[] => [...catalogs(), ...results(), ...extremes(), ...plans()];
