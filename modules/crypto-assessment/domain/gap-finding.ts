import type { FindingReport } from '@chedun/governance/contract';
import type { AssessmentItem } from '../contract.ts';

type Head = Readonly<Record<'id' | 'system', string>>;

/** The fingerprint of a gap in the ledger of findings. */
export const gapFingerprint = ({ id }: Pick<Head, 'id'>, { unit, object }: Pick<AssessmentItem, 'unit' | 'object'>) =>
  `cryptography:assessment:${id}:${unit}:${object}`.slice(0, 200);

/** A gap of an assessment that is to be closed 整改, with the name of its unit. `now` in milliseconds since 1970. */
export const gapFinding = (assessment: Head, unit: string, item: AssessmentItem, now: number): FindingReport => {
  const at = new Date(now).toISOString();
  const { system } = assessment;
  const title = `Gap of the assessment of ${system}: ${unit} · ${item.object}${item.highRisk ? ', high risk' : ''}`;
  const titleZh = `密评整改（${system}）：${unit} · ${item.object}${item.highRisk ? '，高风险' : ''}`;
  return {
    fingerprint: gapFingerprint(assessment, item),
    kind: 'weakness',
    module: 'crypto-assessment',
    title: title.slice(0, 500),
    titleZh: titleZh.slice(0, 500),
    severity: item.highRisk ? 'high' : 'medium',
    assets: [{ kind: 'service', id: system }],
    obligations: ['1.2-h'],
    count: 1,
    firstSeen: at,
    lastSeen: at,
    receivedAt: at,
    samples: [],
    facts: {
      unit: item.unit,
      rectifyBy: item.rectifyBy ?? '',
      highRisk: item.highRisk,
      note: item.note.slice(0, 500),
    },
  };
};
