import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { Framework } from '@chedun/detection/contract';
import type { Coverage } from '@chedun/detection/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented, Skeleton, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { getCoverage } from '../../api/detection.ts';
import { saveBlob } from '../../api/download.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import type { CoverageSearch } from '../../app/searchParams.ts';
import { COVERAGE_SHOWS, linesOf, summaryOf } from '../../lib/coverage.ts';
import type { CoverageShow } from '../../lib/coverage.ts';
import { csvText } from '../../lib/csv.ts';
import { formatCount, percent } from '../../lib/format.ts';
import { HEAT_STEPS } from '../../lib/heat.ts';
import '../../styles/coverage.css';
import { exportRows } from '../../ui/columns.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Kpi, PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { CoverageList, useCoverageColumns } from './CoverageList.tsx';
import { CoverageMatrix } from './CoverageMatrix.tsx';

/** 检测覆盖: what the enabled rules and detectors see of each list of threats, and what nobody watches. */
export const CoveragePage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/app/coverage' });
  const framework = search.framework ?? 'attack';
  const coverage = useQuery({
    queryKey: ['coverage', framework],
    queryFn: ({ signal }) => getCoverage(framework, signal),
  });
  const change = (part: CoverageSearch): void => void navigate({ to: '/coverage', search: { ...search, ...part } });
  return (
    <div className="page coverage-page">
      <PageHead
        title={t('nav.coverage')}
        about={t('coverage.about')}
        extra={coverage.data !== undefined && <Outputs coverage={coverage.data} />}
      />
      <Tabs
        activeKey={framework}
        onChange={(key) => change({ framework: Framework.catch('attack').parse(key) })}
        items={Framework.options.map((key) => ({ key, label: t(`coverage.framework.${key}`) }))}
      />
      {coverage.error !== null && <ErrorState error={coverage.error} onRetry={() => void coverage.refetch()} />}
      {coverage.data === undefined && coverage.error === null && <Skeleton active paragraph={{ rows: 14 }} />}
      {coverage.data !== undefined && <Loaded coverage={coverage.data} search={search} change={change} />}
    </div>
  );
};

interface LoadedProps {
  readonly coverage: Coverage;
  readonly search: CoverageSearch;
  readonly change: (part: CoverageSearch) => void;
}

const Loaded = ({ coverage, search, change }: LoadedProps) => {
  const { t } = useTranslation();
  const show = search.show ?? 'all';
  const view = search.view ?? 'matrix';
  return (
    <div className="stack">
      <h2 className="print-only">{t(`coverage.framework.${coverage.framework}`)}</h2>
      <Summary coverage={coverage} />
      <Panel
        body="flush"
        title={<Origin coverage={coverage} />}
        extra={
          <>
            {view === 'matrix' && <HeatLegend />}
            <Segmented<CoverageShow>
              size="small"
              value={show}
              onChange={(value) => change({ show: value })}
              options={COVERAGE_SHOWS.map((value) => ({ value, label: t(`coverage.show.${value}`) }))}
            />
            <Segmented<'matrix' | 'list'>
              size="small"
              value={view}
              onChange={(value) => change({ view: value })}
              options={(['matrix', 'list'] as const).map((value) => ({ value, label: t(`coverage.view.${value}`) }))}
            />
          </>
        }
      >
        {view === 'matrix' ? (
          <CoverageMatrix coverage={coverage} show={show} />
        ) : (
          <CoverageList coverage={coverage} show={show} />
        )}
      </Panel>
    </div>
  );
};

const Summary = ({ coverage }: { readonly coverage: Coverage }) => {
  const { t } = useTranslation();
  const { all, covered, gaps, detectors } = summaryOf(coverage);
  const alerts = linesOf(coverage).filter(({ alerts30d }) => alerts30d > 0).length;
  const unit = t(`coverage.unit.${coverage.framework}`);
  return (
    <div className="kpis">
      <Kpi
        label={t('coverage.covered')}
        value={formatCount(covered)}
        unit={`/ ${formatCount(all)} ${unit}`}
        note={`${percent(covered, all)}%`}
        tone="good"
      />
      <Kpi
        label={t('coverage.gaps')}
        value={formatCount(gaps)}
        unit={unit}
        note={gaps === 0 ? t('coverage.noGaps') : t('coverage.gapsNote')}
        {...(gaps > 0 ? { tone: 'medium' } : {})}
      />
      <Kpi label={t('coverage.detectors')} value={formatCount(detectors)} note={t('coverage.detectorsNote')} />
      <Kpi label={t('coverage.alerting')} value={formatCount(alerts)} unit={unit} note={t('coverage.alertingNote')} />
    </div>
  );
};

const Origin = ({ coverage }: { readonly coverage: Coverage }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <span className="coverage-origin">
      {!coverage.verified && <Chip tone="medium">{t('coverage.unverified')}</Chip>}
      <span className="soft">{textIn(coverage.note, language)}</span>
    </span>
  );
};

const HeatLegend = () => {
  const { t } = useTranslation();
  return (
    <span className="row nowrap" style={{ gap: 3 }}>
      <span className="faint coverage-legend">{t('coverage.legend')}</span>
      {HEAT_STEPS.map((from, index) => (
        <span key={from} className="heat-key" data-heat={index} title={index === 0 ? t('coverage.gap') : undefined}>
          {index === HEAT_STEPS.length - 1 ? `${from}+` : from}
        </span>
      ))}
    </span>
  );
};

const Outputs = ({ coverage }: { readonly coverage: Coverage }) => {
  const { t } = useTranslation();
  const columns = useCoverageColumns(coverage, 'export');
  const save = (): void => {
    const table = exportRows(columns, linesOf(coverage));
    const text = csvText(table.header, table.rows);
    saveBlob(new Blob([text], { type: 'text/csv;charset=utf-8' }), `chedun-coverage-${coverage.framework}.csv`);
  };
  return (
    <span className="row no-print">
      <Button icon={<DownloadOutlined />} onClick={save}>
        {t('coverage.export')}
      </Button>
      <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
        {t('coverage.print')}
      </Button>
    </span>
  );
};
