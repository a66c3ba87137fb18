import { workdayPermissions, type KnownYear } from '@chedun/workdays/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Popconfirm, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getYear, listYears, removeYear } from '../../api/workdays.ts';
import { useMay } from '../../app/session.ts';
import '../../styles/workdays.css';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Kpi, PageHead, Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { CountPanel } from './CountPanel.tsx';
import { ImportYear } from './ImportYear.tsx';
import { YearPicture } from './YearPicture.tsx';

/** 工作日历: public holidays and days made up, on which limits in working days and baselines stand. */
export const WorkdaysPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const writes = may(workdayPermissions.write);
  const [chosen, setChosen] = useState<number>();
  const [importing, setImporting] = useState(false);
  const years = useQuery({ queryKey: ['workdays'], queryFn: ({ signal }) => listYears(signal) });
  if (years.error !== null) return <ErrorState error={years.error} onRetry={() => void years.refetch()} />;
  if (years.data === undefined) return <Skeleton active paragraph={{ rows: 8 }} />;
  const { items, missing, today } = years.data;
  const thisYear = Number(today.slice(0, 4));
  const shown = items.find(({ year }) => year === (chosen ?? thisYear)) ?? items[0];
  return (
    <div className="page">
      <PageHead
        title={t('nav.workdays')}
        about={t('workdays.about')}
        extra={
          writes && (
            <Button type="primary" onClick={() => setImporting(true)}>
              {t('workdays.import')}
            </Button>
          )
        }
      />
      <div className="stack">
        {missing.length > 0 && (
          <Alert type="warning" showIcon title={t('workdays.missing', { years: missing.join(', ') })} />
        )}
        <CountPanel today={today} />
        <div className="row">
          <Segmented
            value={shown?.year ?? thisYear}
            onChange={setChosen}
            options={items.map(({ year }) => ({ value: year, label: String(year) })).toReversed()}
          />
        </div>
        {shown && <Year known={shown} today={today} writes={writes} />}
      </div>
      {importing && (
        <ImportYear
          first={missing[0] ?? Math.max(thisYear, ...items.map(({ year }) => year)) + 1}
          onDone={setChosen}
          onClose={() => setImporting(false)}
        />
      )}
    </div>
  );
};

const Year = ({
  known,
  today,
  writes,
}: {
  readonly known: KnownYear;
  readonly today: string;
  readonly writes: boolean;
}) => {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['workdays', known.year, known.importedAt],
    queryFn: ({ signal }) => getYear(known.year, signal),
  });
  if (data === undefined) return <Skeleton active paragraph={{ rows: 6 }} />;
  return (
    <>
      <div className="kpis">
        <Kpi label={t('workdays.workingDays')} value={data.workingDays} unit={t('workdays.dayUnit')} />
        <Kpi label={t('workdays.holidays')} value={data.holidays} unit={t('workdays.dayUnit')} />
        <Kpi label={t('workdays.makeUps')} value={data.workdays} unit={t('workdays.dayUnit')} />
      </div>
      <Panel title={data.year} hint={data.source} extra={<Origin known={known} writes={writes} />}>
        <YearPicture year={data} today={today} />
        <div className="row workday-legend">
          {(['holiday', 'make-up', 'weekend', 'workday'] as const).map((kind) => (
            <span key={kind} className="row nowrap">
              <span className="day" data-kind={kind} />
              {t(`workdays.kinds.${kind}`)}
            </span>
          ))}
        </div>
      </Panel>
    </>
  );
};

const Origin = ({ known, writes }: { readonly known: KnownYear; readonly writes: boolean }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => removeYear(known.year),
    onSuccess: async () => client.invalidateQueries({ queryKey: ['workdays'] }),
    onError: say.problem,
  });
  if (known.origin === 'shipped') return <span className="faint">{t('workdays.shipped')}</span>;
  return (
    <span className="row nowrap">
      <span className="faint">
        {t('workdays.importedBy', { by: known.importedBy ?? '' })} <TimeText at={known.importedAt} />
      </span>
      {writes && (
        <Popconfirm title={t('workdays.askRemove')} onConfirm={() => remove.mutate()}>
          <Button size="small" danger loading={remove.isPending}>
            {t('workdays.remove')}
          </Button>
        </Popconfirm>
      )}
    </span>
  );
};
