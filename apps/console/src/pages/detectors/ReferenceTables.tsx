import { UploadOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Popconfirm, Upload } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getCountryTable, getRegionTable, replaceCountryTable, replaceRegionTable } from '../../api/watch.ts';
import { formatCount } from '../../lib/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';

const HOME = /^[A-Z]{2}(,[A-Z]{2}){0,49}$/;
const NOTHING = new Blob([]);

/** Tables of the operator on which some detectors stand. */
export const ReferenceTables = ({ writes }: { readonly writes: boolean }) => (
  <div className="grid" style={{ gridTemplateColumns: '1fr 1fr', alignItems: 'stretch' }}>
    <Countries writes={writes} />
    <Regions writes={writes} />
  </div>
);

/** Uploads a table, tells that it is in force, and shows detectors anew. */
const useReplace = <Given,>(replace: (given: Given) => Promise<unknown>, key: 'countries' | 'regions') => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: replace,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['watch', key] });
      await client.invalidateQueries({ queryKey: ['detectors'] });
      say.done(t('common.saved'));
    },
    onError: say.problem,
  });
};

const Countries = ({ writes }: { readonly writes: boolean }) => {
  const { t } = useTranslation();
  const [given, setGiven] = useState<string>();
  const { data } = useQuery({ queryKey: ['watch', 'countries'], queryFn: ({ signal }) => getCountryTable(signal) });
  const replace = useReplace(replaceCountryTable, 'countries');
  const known = data === undefined || data.home.length === 0 ? 'CN' : data.home.join(',');
  const home = (given ?? known).toUpperCase().replaceAll(/[\s\uFF0C]+/g, ',');
  return (
    <Panel title={t('detectors.tables.countries')} hint={t('detectors.tables.countriesFor')}>
      <TableState
        about={t('detectors.tables.countriesAbout')}
        none={t('detectors.tables.countriesNone')}
        counts={
          data && data.ranges > 0
            ? t('detectors.tables.countriesCounts', {
                ranges: formatCount(data.ranges),
                countries: data.countries,
                home: data.home.join(', '),
              })
            : undefined
        }
        updatedAt={data?.updatedAt ?? null}
        updatedBy={data?.updatedBy ?? null}
      />
      {writes && (
        <div className="row wrap" style={{ gap: 8, marginTop: 10 }}>
          <Input
            style={{ width: 220 }}
            addonBefore={t('detectors.tables.home')}
            value={given ?? known}
            status={HOME.test(home) ? '' : 'error'}
            onChange={(event) => setGiven(event.target.value)}
          />
          <UploadButton
            accept=".csv,.txt"
            busy={replace.isPending}
            disabled={!HOME.test(home)}
            onFile={(file) => replace.mutate({ file, home })}
          />
          {data && data.ranges > 0 && <ClearButton onClear={() => replace.mutate({ file: NOTHING, home })} />}
        </div>
      )}
    </Panel>
  );
};

const Regions = ({ writes }: { readonly writes: boolean }) => {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['watch', 'regions'], queryFn: ({ signal }) => getRegionTable(signal) });
  const replace = useReplace(replaceRegionTable, 'regions');
  return (
    <Panel title={t('detectors.tables.regions')} hint={t('detectors.tables.regionsFor')}>
      <TableState
        about={t('detectors.tables.regionsAbout')}
        none={t('detectors.tables.regionsNone')}
        counts={
          data && data.regions > 0
            ? t('detectors.tables.regionsCounts', { regions: data.regions, points: formatCount(data.points) })
            : undefined
        }
        updatedAt={data?.updatedAt ?? null}
        updatedBy={data?.updatedBy ?? null}
      />
      {writes && (
        <div className="row wrap" style={{ gap: 8, marginTop: 10 }}>
          <UploadButton accept=".json,.geojson" busy={replace.isPending} onFile={(file) => replace.mutate(file)} />
          {data && data.regions > 0 && <ClearButton onClear={() => replace.mutate(NOTHING)} />}
        </div>
      )}
    </Panel>
  );
};

interface TableStateProps {
  readonly about: string;
  readonly none: string;
  readonly counts: string | undefined;
  readonly updatedAt: string | null;
  readonly updatedBy: string | null;
}

const TableState = ({ about, none, counts, updatedAt, updatedBy }: TableStateProps): ReactNode => {
  const { t } = useTranslation();
  return (
    <div className="stack" style={{ gap: 6 }}>
      <div className="soft">{about}</div>
      <div>{counts ?? none}</div>
      {updatedAt !== null && (
        <div className="faint">
          {t('detectors.tables.updated', { by: updatedBy ?? '' })} <TimeText at={updatedAt} />
        </div>
      )}
    </div>
  );
};

const UploadButton = ({
  accept,
  busy,
  disabled = false,
  onFile,
}: {
  readonly accept: string;
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly onFile: (file: Blob) => void;
}) => {
  const { t } = useTranslation();
  return (
    <Upload
      accept={accept}
      showUploadList={false}
      disabled={disabled}
      beforeUpload={(file) => {
        onFile(new Blob([file], { type: 'application/octet-stream' }));
        return false;
      }}
    >
      <Button icon={<UploadOutlined />} loading={busy} disabled={disabled}>
        {t('detectors.tables.upload')}
      </Button>
    </Upload>
  );
};

const ClearButton = ({ onClear }: { readonly onClear: () => void }) => {
  const { t } = useTranslation();
  return (
    <Popconfirm title={t('detectors.tables.askClear')} onConfirm={onClear}>
      <Button danger>{t('detectors.tables.clear')}</Button>
    </Popconfirm>
  );
};
