import { describe, expect, it } from 'vitest';
import { aControl, aJudgement, anAssessment, anEvidence, aPlan, AT, groupsOf } from '../testing/index.ts';
import { buildActionPlan } from './action-plan.ts';
import { buildAssessmentResults } from './assessment-results.ts';
import { buildCatalog } from './catalog.ts';
import { writeOscal } from './document.ts';
import { buildProfile } from './profile.ts';
import { checkReferences } from './references.ts';

const about = { systemId: 'tenant-1', title: '通知', version: '1', at: AT };
const catalog = buildCatalog({
  ...about,
  groups: groupsOf([aControl('1.1-a', { focus: '操作规程', guidance: 'Policies' }), aControl('1.3-i')]),
});
const results = (evidence: string[], ...given: string[]) =>
  buildAssessmentResults(
    anAssessment(
      [aJudgement('1.3-i', { evidence })],
      given.map((id) => anEvidence(id)),
    ),
  )['assessment-results'];

describe('catalog and profile', () => {
  it('keeps the quote to the letter, and the part of it that is meant', () => {
    const control = catalog.catalog.groups?.[0]?.groups?.[0]?.controls?.[0];
    expect(control?.id).toBe('ob-1.1-a');
    expect(control?.parts?.[0]).toMatchObject({
      id: 'ob-1.1-a_smt',
      prose: '建立车联网网络安全管理制度和操作规程',
      props: [{ name: 'focus', value: '操作规程' }],
    });
  });

  it('marks what corresponds elsewhere as verified or not', () => {
    const [group] = groupsOf([
      aControl('1.1-a', { mappings: [{ rule: '工信部网安〔2021〕134号', number: '第1项', isVerified: false }] }),
    ]);
    const made = buildCatalog({ ...about, groups: group ? [group] : [] });
    const props = made.catalog.groups?.[0]?.groups?.[0]?.controls?.[0]?.props ?? [];
    expect(props.find(({ name }) => name === 'corresponds-to')).toMatchObject({
      value: '工信部网安〔2021〕134号 第1项',
      class: 'unverified',
    });
  });

  it('chooses only duties that the catalog holds', () => {
    const input = { ...about, catalog, catalogHref: 'catalog.json' };
    const { profile } = buildProfile({ ...input, obligations: ['1.3-i'] });
    expect(profile.imports[0]?.['include-controls']).toEqual([{ 'with-ids': ['ob-1.3-i'] }]);
    expect(() => buildProfile({ ...input, obligations: ['9.9-z'] })).toThrow('ob-9.9-z');
    expect(() => buildProfile({ ...input, obligations: [] })).toThrow('no control is chosen');
  });

  it('refuses a duty without words and a time that is none', () => {
    expect(() => buildCatalog({ ...about, groups: groupsOf([aControl('1.1-a', { quote: ' ' })]) })).toThrow(
      expect.objectContaining({ code: 'oscal.text-empty', detail: { field: 'quote' } }),
    );
    for (const at of [Number.NaN, Date.UTC(3000, 0, 1), Date.UTC(1899, 11, 31)])
      expect(() => buildCatalog({ ...about, at, groups: [] })).toThrow('oscal.time-invalid');
  });
});

describe('assessment results', () => {
  it('are satisfied only where the evidence counts', () => {
    const made = buildAssessmentResults(
      anAssessment([
        aJudgement('1.1-a'),
        aJudgement('1.1-b', { state: 'stale', reason: '证据已过期' }),
        aJudgement('1.1-c', { state: 'failed', reason: '未通过' }),
        aJudgement('1.1-d', { state: 'gap', reason: '尚无检查' }),
        aJudgement('1.1-e', { state: 'accepted', reason: '已批准例外' }),
      ]),
    )['assessment-results'];
    expect(made.results[0]?.findings?.map(({ target }) => [target.status.state, target.status.reason])).toEqual([
      ['satisfied', 'pass'],
      ['not-satisfied', 'other'],
      ['not-satisfied', 'fail'],
      ['not-satisfied', 'other'],
      ['not-satisfied', 'other'],
    ]);
  });

  it('names who attested, and the machine otherwise', () => {
    const made = buildAssessmentResults(
      anAssessment(
        [aJudgement('1.1-a', { evidence: ['e1', 'e2'] })],
        [anEvidence('e1'), anEvidence('e2', { signer: '王芳' })],
      ),
    )['assessment-results'];
    const [machine, person] = made.results[0]?.observations ?? [];
    expect([machine?.methods, person?.methods]).toEqual([['TEST'], ['EXAMINE']]);
    expect(person?.origins?.[0]?.actors[0]?.type).toBe('party');
    expect(made.metadata.parties?.map(({ name }) => name)).toEqual(['示例汽车有限公司', '王芳']);
  });

  it('keep evidence that ran out, with its end', () => {
    const made = buildAssessmentResults(
      anAssessment(
        [aJudgement('1.1-a', { state: 'stale', evidence: ['old'] })],
        [anEvidence('old', { expires: AT - 1 })],
      ),
    )['assessment-results'];
    expect(made.results[0]?.observations?.[0]?.expires).toBe('2026-11-23T00:59:59.999Z');
  });

  it('refuse a judgement on evidence that is not there, and evidence twice', () => {
    expect(() => results(['e2'], 'e1')).toThrow('oscal.reference-unknown');
    expect(() => results(['e1'], 'e1', 'e1')).toThrow('stands twice');
  });

  it('are the same bytes for the same input and another document for other evidence', () => {
    expect(writeOscal(results(['e1'], 'e1'))).toBe(writeOscal(results(['e1'], 'e1')));
    expect(results(['e1'], 'e1').uuid).not.toBe(results(['e1'], 'e1', 'e2').uuid);
  });
});

describe('plan of action', () => {
  it('ties items, risks, findings and evidence together', () => {
    const plan = buildActionPlan(aPlan())['plan-of-action-and-milestones'];
    expect(plan['poam-items'][0]?.['related-risks']?.[0]?.['risk-uuid']).toBe(plan.risks?.[0]?.uuid);
    expect(plan.findings?.[0]?.['related-risks']?.[0]?.['risk-uuid']).toBe(plan.risks?.[0]?.uuid);
  });

  it('names the owner of an exception as the one who accepted it', () => {
    const [item] = aPlan().items;
    if (!item) throw new Error('no item');
    const plan = buildActionPlan(
      aPlan({
        items: [{ ...item, status: 'deviation-approved', owner: '李强', response: '更换设备前接受', deadline: AT }],
      }),
    )['plan-of-action-and-milestones'];
    expect(plan.risks?.[0]).toMatchObject({
      status: 'deviation-approved',
      deadline: '2026-11-23T01:00:00.000Z',
      origins: [{ actors: [{ type: 'party' }] }],
      remediations: [{ description: '更换设备前接受', props: [{ name: 'type', value: 'accept' }] }],
    });
  });

  it('is refused when nothing is open, and when it names a duty that is not judged', () => {
    expect(() => buildActionPlan(aPlan({ items: [] }))).toThrow('oscal.nothing-open');
    expect(() => buildActionPlan(aPlan({ judgements: [] }))).toThrow('oscal.reference-unknown');
  });
});

describe('references', () => {
  it('finds one that leads nowhere, with its place', () => {
    expect(() => checkReferences({ a: [{ uuid: 'x' }, { 'risk-uuid': 'y' }] })).toThrow(
      expect.objectContaining({ detail: { field: 'a[1].risk-uuid', uuid: 'y' } }),
    );
    expect(checkReferences({ a: { uuid: 'x' }, href: '#x', 'party-uuids': ['x'] })).toBeTruthy();
  });
});
