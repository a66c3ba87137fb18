import { incidentPermissions, type IncidentSummary } from '@chedun/incidents/contract';
import { useNavigate } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listIncidents } from '../../api/incidents.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';
import { OpenDialog } from './OpenDialog.tsx';
import { IncidentLevel, IncidentStateTag } from './parts.tsx';
import { SettingsDrawer } from './SettingsDrawer.tsx';

type Row = IncidentSummary;
type State = 'working' | 'closed' | 'all';

const useColumns = (): readonly Column<Row>[] => {
  const { t } = useTranslation();
  return useMemo(
    () => [
      monoColumn('number', t('incidents.number'), ({ number }) => number, { width: 150 }),
      textColumn('title', t('incidents.title'), ({ title }) => title, { clip: 'clip' }),
      shownColumn(
        'state',
        t('incidents.state'),
        ({ state }) => t(`incidents.states.${state}`),
        ({ state }) => <IncidentStateTag state={state} />,
        { width: 110 },
      ),
      ...(['miit', 'cac'] as const).map((scale) => {
        const level = (row: Row) => (scale === 'miit' ? row.miitLevel : row.cacLevel);
        const shown = (row: Row) => <IncidentLevel level={level(row)} />;
        return shownColumn<Row>(scale, t(`incidents.${scale}`), (row) => level(row) ?? '', shown, { width: 110 });
      }),
      textColumn('vehicles', t('incidents.vehicles'), ({ vehicles }) => String(vehicles), {
        width: 110,
        align: 'right',
      }),
      shownColumn(
        'known',
        t('incidents.knownAt'),
        ({ knownAt }) => knownAt,
        ({ knownAt }) => <TimeText at={knownAt} />,
        { width: 170 },
      ),
      shownColumn(
        'plan',
        t('incidents.plan'),
        ({ planStartedAt }) => planStartedAt ?? '',
        ({ planStartedAt }) => <PlanText at={planStartedAt} />,
        { width: 120 },
      ),
    ],
    [t],
  );
};

const PlanText = ({ at }: { readonly at: string | null }) => {
  const { t } = useTranslation();
  return at === null ? <span className="faint">{t('incidents.notStarted')}</span> : <AgoText at={at} />;
};

/** 事件处置: what is being handled, and what was. */
export const IncidentsPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const [state, setState] = useState<State>('working');
  const [asked, setAsked] = useState<'open' | 'settings'>();
  const list = useCursorList(
    ['incidents', 'list', state],
    (cursor, signal) => listIncidents({ state, cursor, limit: 100 }, signal),
    { refetchMs: 15_000 },
  );
  const opens = may(incidentPermissions.handle);
  return (
    <div className="page">
      <PageHead
        title={t('nav.incidents')}
        about={t('incidents.about')}
        extra={
          <>
            <Button onClick={() => setAsked('settings')}>{t('incidents.settings')}</Button>
            {opens && (
              <Button type="primary" onClick={() => setAsked('open')}>
                {t('incidents.open')}
              </Button>
            )}
          </>
        }
      />
      <Panel body="flush">
        <div className="toolbar">
          <Segmented<State>
            value={state}
            onChange={setState}
            options={(['working', 'closed', 'all'] as const).map((value) => ({
              value,
              label: t(`incidents.filter.${value}`),
            }))}
          />
        </div>
        <DataTable<Row>
          {...list}
          columns={useColumns()}
          rowKey={({ id }) => id}
          onRow={({ id }) => void navigate({ to: '/incidents/$id', params: { id } })}
          exportName="chedun-incidents"
          minWidth={1080}
          sorting="none"
          empty={<EmptyState title={t('incidents.empty')} hint={t('incidents.emptyHint')} />}
        />
      </Panel>
      {asked === 'open' && <OpenDialog onClose={() => setAsked(undefined)} />}
      {asked === 'settings' && (
        <SettingsDrawer writes={may(incidentPermissions.settings)} onClose={() => setAsked(undefined)} />
      )}
    </div>
  );
};
