import { riskPermissions, type Register, type Risk } from '@chedun/risks/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { decideTreatment, getRegister } from '../../api/risks.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { shownColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Kpi, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useSay } from '../../ui/useSay.ts';
import { useWords } from '../documents/useWords.ts';
import { HeatMap } from './HeatMap.tsx';
import { AssetText, LevelTag, Unverified } from './parts.tsx';
import { TreatDialog } from './TreatDialog.tsx';

type Words = ReturnType<typeof useWords>;
const isHigh = ({ level }: Risk): boolean => level === 'high' || level === 'critical';

const columnsOf = (
  t: TFunction,
  words: Words,
  isEnglish: boolean,
  actions: (risk: Risk) => ReactNode,
): Column<Risk>[] => [
  shownColumn(
    'level',
    t('risks.level'),
    ({ value }) => value,
    ({ level }) => <LevelTag level={level} />,
    { width: 90 },
  ),
  shownColumn(
    'asset',
    t('risks.asset'),
    ({ asset }) => asset.id,
    (risk) => <AssetText asset={risk.asset} />,
    { width: 200 },
  ),
  shownColumn(
    'weakness',
    t('risks.weakness'),
    ({ weakness }) => t(`risks.weaknessKind.${weakness}`),
    ({ weakness, worst, worstEn, findings }) => (
      <span>
        {t(`risks.weaknessKind.${weakness}`)} · {t('risks.findings', { count: findings })}
        <div className="faint">{isEnglish ? worstEn : worst}</div>
      </span>
    ),
  ),
  shownColumn(
    'threat',
    t('risks.threat'),
    ({ threatTitle }) => words(threatTitle),
    ({ threatTitle, alerts }) => (
      <span>
        {words(threatTitle)}
        {alerts > 0 && <div className="faint">{t('risks.alerts', { count: alerts })}</div>}
      </span>
    ),
    { width: 230 },
  ),
  shownColumn(
    'value',
    t('risks.value'),
    ({ value }) => value,
    ({ value, scores }) => (
      <span>
        <b>{value}</b>
        <div className="faint">{t('risks.sum', scores)}</div>
      </span>
    ),
    { width: 230 },
  ),
  { key: 'treatment', title: t('risks.treatment'), width: 210, render: actions },
];

/** The register as it is now. */
export const RegisterTab = () => {
  const { t } = useTranslation();
  const words = useWords();
  const { language } = usePreferences();
  const [treated, setTreated] = useState<Risk>();
  const list = useQuery({ queryKey: ['risks'], queryFn: ({ signal }) => getRegister(signal), refetchInterval: 60_000 });
  const actions = (risk: Risk): ReactNode => <TreatmentCell risk={risk} onTreat={() => setTreated(risk)} />;
  return (
    <div className="stack">
      {list.data !== undefined && <Numbers register={list.data} />}
      {list.data !== undefined && list.data.items.length > 0 && <HeatMap risks={list.data.items} />}
      <Panel title={t('risks.tabs.register')} hint={list.data?.method.formula} extra={<Unverified />} body="flush">
        <DataTable<Risk>
          columns={columnsOf(t, words, language === 'en', actions)}
          rows={list.data?.items}
          error={list.error}
          onRetry={() => void list.refetch()}
          rowKey={({ key }) => key}
          exportName="chedun-risks"
          minWidth={1180}
          empty={<EmptyState title={t('risks.empty')} hint={t('risks.emptyHint')} />}
        />
        {(list.data?.more ?? 0) > 0 && (
          <div className="table-foot">{t('risks.more', { count: list.data?.more ?? 0 })}</div>
        )}
      </Panel>
      {treated !== undefined && <TreatDialog risk={treated} onClose={() => setTreated(undefined)} />}
    </div>
  );
};

const Numbers = ({ register: { items, method } }: { readonly register: Register }) => {
  const { t } = useTranslation();
  const high = items.filter(isHigh);
  const open = high.filter(({ treatment }) => treatment?.state !== 'holds').length;
  return (
    <div className="grid" style={{ gridTemplateColumns: 'repeat(4, minmax(0, 1fr))', gap: 10 }}>
      <Kpi label={t('risks.total')} value={items.length} />
      <Kpi label={t('risks.high')} value={high.length} />
      <Kpi label={t('risks.open')} value={open} {...(open > 0 ? { tone: 'high' } : {})} />
      <Kpi label={t('risks.method')} value={t('risks.methodVersion', { version: method.version })} />
    </div>
  );
};

const TONE = { waiting: 'medium', holds: 'good', refused: 'high', over: 'high' } as const;

const TreatmentCell = ({ risk, onTreat }: { readonly risk: Risk; readonly onTreat: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const may = useMay();
  const client = useQueryClient();
  const { treatment } = risk;
  const decide = useMutation({
    mutationFn: (decision: 'approved' | 'refused') => decideTreatment(treatment?.id ?? '', decision),
    onSuccess: (register) => client.setQueryData(['risks'], register),
    onError: say.problem,
  });
  return (
    <div className="stack" style={{ gap: 4 }}>
      {treatment === null ? (
        <span className="faint">{t('risks.untreated')}</span>
      ) : (
        <span title={treatment.reason}>
          {t(`risks.treatKind.${treatment.kind}`)}{' '}
          <Chip tone={TONE[treatment.state]}>{t(`risks.treatState.${treatment.state}`)}</Chip>{' '}
          <span className="faint">
            {treatment.owner} {treatment.endsOn}
          </span>
        </span>
      )}
      <span className="row" style={{ gap: 6 }}>
        {may(riskPermissions.write) && (
          <Button size="small" onClick={onTreat}>
            {t('risks.treat')}
          </Button>
        )}
        {treatment?.state === 'waiting' && may(riskPermissions.accept) && (
          <>
            <Button size="small" type="primary" onClick={() => decide.mutate('approved')}>
              {t('risks.approve')}
            </Button>
            <Button size="small" onClick={() => decide.mutate('refused')}>
              {t('risks.refuse')}
            </Button>
          </>
        )}
      </span>
    </div>
  );
};
