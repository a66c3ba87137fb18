import type { Contribution, RiskDetail } from '@chedun/warnings/contract';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { SeverityTag } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';

const useColumns = (): readonly Column<Contribution>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return useMemo(() => {
    const title = ({ title: en, titleZh }: Contribution) => (language === 'zh-CN' ? (titleZh ?? en) : en);
    return [
      shownColumn(
        'severity',
        t('warnings.levelName'),
        ({ severity }) => t(`severity.${severity}`),
        ({ severity }) => <SeverityTag severity={severity} />,
        { width: 90 },
      ),
      shownColumn(
        'title',
        t('findings.title'),
        title,
        (row) => (
          <Link to="/alerts/$id" params={{ id: row.findingId }}>
            {title(row)}
          </Link>
        ),
        { clip: 'clip' },
      ),
      textColumn(
        'formula',
        t('warnings.points'),
        ({ severityPoints, confidence, assetWeight, decay }) =>
          t('warnings.formula', { severity: severityPoints, confidence, weight: assetWeight, decay }),
        { width: 170 },
      ),
      textColumn('counted', t('warnings.counted'), ({ counted }) => counted, { width: 70, align: 'right' }),
      shownColumn(
        'at',
        t('findings.lastSeen'),
        ({ at }) => at,
        ({ at }) => <AgoText at={at} />,
        { width: 100 },
      ),
    ];
  }, [t, language]);
};

/** Why a score is what it is. */
export const RiskWhy = ({ risk }: { readonly risk: RiskDetail }) => {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <div className="soft">
        {t('warnings.riskAbout')} · {t('warnings.capped', { cap: risk.ruleCap, hours: risk.halfLifeHours })}
      </div>
      <DataTable<Contribution>
        rows={risk.contributions}
        columns={useColumns()}
        rowKey={({ findingId }) => findingId}
        sorting="none"
        minWidth={560}
        empty={<EmptyState size="small" title={t('warnings.riskNone')} />}
      />
    </div>
  );
};

/** Tone of a score. */
export const riskTone = (score: number): string =>
  score >= 80 ? 'critical' : score >= 60 ? 'high' : score >= 30 ? 'medium' : 'low';
