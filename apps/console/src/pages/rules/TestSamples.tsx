import type { RuleTestResult } from '@chedun/detection/contract';
import { Collapse } from 'antd';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { formatCount } from '../../lib/format.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ExplainTree } from '../../ui/ExplainTree.tsx';
import { Chip } from '../../ui/Tags.tsx';

type Result = z.output<typeof RuleTestResult>;

/** How many events matched, and for each sample why. */
export const TestSamples = ({ result }: { readonly result: Result }) => {
  const { t } = useTranslation();
  if (!result.loads) return <EmptyState size="small" title={t('rules.testBroken')} hint={t('rules.testBrokenHint')} />;
  if (result.tested === 0)
    return <EmptyState size="small" title={t('rules.testNone')} hint={t('rules.testNoneHint')} />;
  return (
    <div className="stack" style={{ gap: 8 }}>
      <strong>
        {t('rules.testResult', { tested: formatCount(result.tested), matched: formatCount(result.matched) })}
      </strong>
      <Collapse
        size="small"
        defaultActiveKey={result.samples[0] === undefined ? [] : [String(result.samples[0].index)]}
        items={result.samples.map((sample) => ({
          key: String(sample.index),
          label: (
            <span className="row">
              <Chip tone={sample.matched ? 'good' : 'info'}>{sample.matched ? t('rules.hit') : t('rules.miss')}</Chip>
              <span className="faint nowrap">{t('rules.sampleNumber', { number: sample.index + 1 })}</span>
              <span className="clip" style={{ maxWidth: 380 }}>
                {sample.summary}
              </span>
            </span>
          ),
          children: <ExplainTree node={sample.explain} />,
        }))}
      />
    </div>
  );
};
