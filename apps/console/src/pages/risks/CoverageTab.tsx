import type { Coverage } from '@chedun/risks/contract';
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { getCoverage } from '../../api/risks.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useWords } from '../documents/useWords.ts';
import { Unverified } from './parts.tsx';

/** Controls of the baseline that pass, unit by unit. */
export const CoverageTab = () => {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['risks', 'coverage'], queryFn: ({ signal }) => getCoverage(signal) });
  if (found.error !== null) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton active />;
  const { items, baseline } = found.data;
  if (items.length === 0) return <EmptyState title={t('risks.coverageEmpty')} hint={t('risks.coverageEmptyHint')} />;
  return (
    <div className="stack">
      <span className="soft">
        {t('risks.coverageHint', { version: baseline.version })} <Unverified />
      </span>
      {items.map((each) => (
        <UnitCoverage key={each.unit} coverage={each} />
      ))}
    </div>
  );
};

type Light = 'green' | 'amber' | 'red' | 'none';
const TONE = { green: 'good', amber: 'medium', red: 'critical', none: 'info' } as const;

const UnitCoverage = ({
  coverage: { name, level, passed, applicable, items, history },
}: {
  readonly coverage: Coverage;
}) => {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Panel title={name} hint={`${t('filing.levelOf', { level })} · ${t('risks.coverageOf', { passed, applicable })}`}>
      <div className="stack">
        {history.length > 0 && (
          <div className="risk-bars" role="img" aria-label={t('risks.coverage')}>
            {history.map((each) => (
              <span
                key={each.day}
                title={`${each.day} ${t('risks.coverageOf', { passed: each.passed, applicable: each.applicable })}`}
                style={{ height: `${Math.round((each.passed / Math.max(each.applicable, 1)) * 100)}%` }}
              />
            ))}
          </div>
        )}
        <div className="row wrap" style={{ gap: 6 }}>
          {items.map(({ id, title, light }) => (
            <Chip key={id} tone={TONE[light as Light]} title={t(`risks.light.${light as Light}`)}>
              {words(title)}
            </Chip>
          ))}
        </div>
      </div>
    </Panel>
  );
};
