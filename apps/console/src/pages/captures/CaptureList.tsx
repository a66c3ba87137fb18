import { capturesPermissions, CaptureKind, CaptureStatus } from '@chedun/captures/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listCaptures } from '../../api/captures.ts';
import { useMay } from '../../app/session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { ServerTable } from './ServerTable.tsx';
import { UploadPanel } from './UploadPanel.tsx';
import { useCaptureColumns } from './useCaptureColumns.tsx';

const BUSY_MS = 1500;
const IDLE_MS = 15_000;

/** Looks again at the list soon while a recording is analysed, and now and then otherwise. */
const useFreshList = (): void => {
  const client = useQueryClient();
  const newest = useQuery({
    queryKey: ['captures-newest'],
    queryFn: ({ signal }) => listCaptures({ limit: 20 }, signal),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => status === 'waiting' || status === 'running') === true ? BUSY_MS : IDLE_MS,
  });
  const seen = newest.dataUpdatedAt;
  useEffect(() => {
    if (seen > 0) void client.invalidateQueries({ queryKey: ['captures'] });
  }, [client, seen]);
};

/** The recordings, and the place where new ones are dropped. */
export const CaptureList = () => {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const [kind, setKind] = useState<CaptureKind>();
  const [status, setStatus] = useState<CaptureStatus>();
  const columns = useCaptureColumns();
  useFreshList();
  return (
    <div className="stack">
      {may(capturesPermissions.write) && <UploadPanel />}
      <Panel body="flush">
        <ServerTable
          name={['captures']}
          load={listCaptures}
          columns={columns}
          rowKey={(row) => row.id}
          sort={{ by: 'uploaded', rising: ['name'] }}
          find={t('captures.findPlaceholder')}
          query={{ kind, status }}
          filters={
            <>
              <Select<CaptureKind | null>
                allowClear
                placeholder={t('captures.kind')}
                aria-label={t('captures.kind')}
                style={{ width: 170 }}
                options={CaptureKind.options.map((value) => ({ value, label: t(`captures.kindOf.${value}`) }))}
                value={kind ?? null}
                onChange={(value) => setKind(value ?? undefined)}
              />
              <Select<CaptureStatus | null>
                allowClear
                placeholder={t('captures.status')}
                aria-label={t('captures.status')}
                style={{ width: 130 }}
                options={CaptureStatus.options.map((value) => ({ value, label: t(`captures.statusOf.${value}`) }))}
                value={status ?? null}
                onChange={(value) => setStatus(value ?? undefined)}
              />
            </>
          }
          onRow={({ id }) => void navigate({ to: '/captures/$id', params: { id } })}
          empty={{ title: t('captures.empty'), hint: t('captures.emptyHint') }}
          noMatch={t('captures.noMatch')}
          exportName="chedun-captures"
          minWidth={1080}
        />
      </Panel>
    </div>
  );
};
