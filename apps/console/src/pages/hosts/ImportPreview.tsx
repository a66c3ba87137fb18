import type { ImportReport, RowProblem } from '@chedun/assets/contract';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount } from '../../lib/format.ts';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Kpi, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';

/** What an import will do, row problems first. */
export const ImportPreview = ({ report }: { readonly report: ImportReport }) => {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <div className="kpis">
        <Kpi label={t('assetImport.created')} value={formatCount(report.created)} />
        <Kpi label={t('assetImport.updated')} value={formatCount(report.updated)} />
        <Kpi label={t('assetImport.unchanged')} value={formatCount(report.unchanged)} />
        <Kpi
          label={t('assetImport.errorRows')}
          value={formatCount(report.errorRows)}
          note={t('assetImport.rows', { rows: formatCount(report.rows) })}
          tone={report.errorRows > 0 ? 'critical' : 'good'}
        />
      </div>
      {report.errorRows > 0 && !report.applied && <div className="soft">{t('assetImport.fixFirst')}</div>}
      <Problems problems={report.problems} />
      {!report.applied && report.sample.length > 0 && <Sample sample={report.sample} />}
    </div>
  );
};

const Problems = ({ problems }: { readonly problems: readonly RowProblem[] }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const columns: readonly Column<RowProblem>[] = [
    { key: 'row', title: t('assetImport.row'), width: 70, render: (row) => row.row, value: (row) => row.row },
    {
      key: 'column',
      title: t('assetImport.column'),
      width: 140,
      render: (row) => row.column ?? '',
      value: (row) => row.column ?? '',
    },
    {
      key: 'problem',
      title: t('assetImport.problem'),
      render: (row) => (
        <span>
          <Chip tone={row.severity === 'error' ? 'critical' : 'medium'}>
            {t(`assetImport.severity.${row.severity}`)}
          </Chip>{' '}
          {textIn(row.message, language)}
        </span>
      ),
      value: (row) => textIn(row.message, language),
    },
    {
      key: 'value',
      title: t('assetImport.value'),
      width: 180,
      clip: 'clip',
      render: (row) => <span className="mono">{row.value ?? ''}</span>,
      value: (row) => row.value ?? '',
    },
  ];
  return (
    <Panel title={t('assetImport.problems')} body="flush">
      <div style={{ maxHeight: 260, overflowY: 'auto' }}>
        <DataTable
          columns={columns}
          rows={problems}
          rowKey={(row) => `${row.row}:${row.column}:${row.message.en}`}
          exportName="chedun-import-problems"
          minWidth={600}
          empty={<EmptyState size="small" title={t('assetImport.noProblems')} />}
        />
      </div>
    </Panel>
  );
};

const Sample = ({ sample }: { readonly sample: ImportReport['sample'] }) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('assetImport.sample')} body="flush">
      <div style={{ maxHeight: 200, overflowY: 'auto' }}>
        {sample.map(({ key, change, fields }) => (
          <div key={key} className="row" style={{ padding: '5px 14px', borderBottom: '1px solid var(--line)' }}>
            <Chip tone={change === 'create' ? 'good' : 'info'}>{t(`assetImport.change.${change}`)}</Chip>
            <span className="mono nowrap">{key}</span>
            <span className="soft clip">
              {Object.entries(fields)
                .filter(([, value]) => value !== '')
                .map(([name, value]) => `${name}: ${value}`)
                .join('  ')}
            </span>
          </div>
        ))}
      </div>
    </Panel>
  );
};
