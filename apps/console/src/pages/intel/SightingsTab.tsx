import type { Sighting } from '@chedun/intel/contract';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listSightings } from '../../api/intel.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FindBox } from '../../ui/FindBox.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { IndicatorDrawer } from './IndicatorDrawer.tsx';
import { SightingChart } from './SightingChart.tsx';
import { sightingColumns } from './sightingColumns.tsx';

const REFRESH_MS = 10_000;

/** Where indicators were seen, over time and asset by asset. */
export const SightingsTab = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/app/intel' });
  const [opened, setOpened] = useState<number>();
  const columns = useMemo(() => sightingColumns(t, 'all'), [t]);
  const list = useCursorList(
    ['intel-sightings', search.find],
    (cursor, signal) => listSightings({ search: search.find, cursor }, signal),
    { refetchMs: REFRESH_MS },
  );
  const find = (text: string | undefined): void => void navigate({ to: '/intel', search: { ...search, find: text } });
  return (
    <div className="stack">
      <Panel title={t('intel.history')}>
        <SightingChart days={30} />
      </Panel>
      <Panel body="flush">
        <FindBox placeholder={t('intel.findSighting')} onFind={find} />
        <DataTable<Sighting>
          {...list}
          columns={columns}
          rowKey={({ id }) => id}
          onRow={({ indicatorId }) => setOpened(indicatorId)}
          exportName="chedun-sightings"
          sorting="none"
          minWidth={1120}
          empty={
            search.find === undefined ? (
              <EmptyState
                title={t('intel.noHits')}
                hint={t('intel.noHitsHint')}
                action={
                  <Link to="/intel" search={{ tab: 'feeds' }}>
                    {t('intel.tabs.feeds')}
                  </Link>
                }
              />
            ) : (
              <EmptyState title={t('intel.noneFiltered')} hint={t('intel.noneFilteredHint')} />
            )
          }
        />
      </Panel>
      {opened !== undefined && <IndicatorDrawer id={opened} onClose={() => setOpened(undefined)} />}
    </div>
  );
};
