import { CheckCircleFilled, ExclamationCircleFilled } from '@ant-design/icons';
import type { Duty } from '@chedun/critical-infrastructure/contract';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';

const OWN_PAGE = '/critical-infrastructure';

/** The seven duties with their standing, worked out from records. */
export const DutyList = ({ duties }: { readonly duties: readonly Duty[] }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const met = duties.filter(({ standing }) => standing === 'met').length;
  const columns: Column<Duty>[] = [
    {
      key: 'standing',
      title: t('criticalInfrastructure.standing'),
      width: 110,
      value: ({ standing }) => t(`criticalInfrastructure.is.${standing}`),
      render: ({ standing }) => (
        <Chip tone={standing === 'met' ? 'good' : 'critical'}>
          {standing === 'met' ? <CheckCircleFilled /> : <ExclamationCircleFilled />}{' '}
          {t(`criticalInfrastructure.is.${standing}`)}
        </Chip>
      ),
    },
    textColumn('duty', t('criticalInfrastructure.duty'), ({ title }) => textIn(title, language)),
    textColumn('text', t('criticalInfrastructure.shows'), ({ text }) => textIn(text, language)),
    textColumn('source', t('criticalInfrastructure.source'), ({ source }) => textIn(source, language)),
    {
      key: 'page',
      title: '',
      width: 100,
      render: ({ page }) => (page === OWN_PAGE ? '' : <Link to={page}>{t('criticalInfrastructure.goTo')}</Link>),
    },
  ];
  return (
    <Panel
      title={t('criticalInfrastructure.duties', { met, all: duties.length })}
      hint={t('criticalInfrastructure.unverified')}
      body="flush"
    >
      <DataTable
        columns={columns}
        rows={duties}
        rowKey={({ id }) => id}
        exportName="critical-infrastructure-duties"
        empty={null}
      />
    </Panel>
  );
};
