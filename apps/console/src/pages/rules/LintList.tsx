import type { RuleDetail } from '@chedun/detection/contract';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { StateDot } from '../../ui/Tags.tsx';

const TONE = { error: 'critical', warning: 'medium', info: 'info' } as const;

const WEIGHT = { error: 0, warning: 1, info: 2 } as const;

type Remark = RuleDetail['lint'][number];

const byWeight = (left: Remark, right: Remark): number =>
  WEIGHT[left.severity] - WEIGHT[right.severity] || (left.line ?? 0) - (right.line ?? 0);

/** Remarks of the linter with their lines; what keeps the rule from loading comes first. */
export const LintList = ({ lint }: { readonly lint: RuleDetail['lint'] }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  if (lint.length === 0) return <StateDot tone="good">{t('rules.lintClean')}</StateDot>;
  return (
    <div className="stack" style={{ gap: 4 }}>
      {lint.toSorted(byWeight).map((remark) => (
        <div key={`${remark.code}:${remark.line}:${remark.message}`} className="row" data-tone={TONE[remark.severity]}>
          <span className="dot" />
          <span className="grow">{textIn(remark.text, language)}</span>
          {remark.line !== null && <span className="faint">{t('rules.lintLine', { line: remark.line })}</span>}
        </div>
      ))}
    </div>
  );
};
