import type { CertificateRow, CertificateState } from '@chedun/certificates/contract';
import { certificatesPermissions } from '@chedun/certificates/contract';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { listCertificates, listProfiles } from '../../api/certificates.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { AssetLink } from '../../ui/AssetLink.tsx';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { CertificateDrawer } from './CertificateDrawer.tsx';
import { textOf } from './Choose.tsx';
import { StateChip } from './StateChip.tsx';
import { StateDialog } from './StateDialog.tsx';

const STATES: readonly CertificateState[] = ['valid', 'held', 'revoked', 'expired'];
const SOON_DAYS = 30;

const boundTo = ({ vin, device }: CertificateRow): string => [device, vin].filter((each) => each !== null).join(' · ');

const columnsOf = (t: TFunction, titles: ReadonlyMap<string, string>): readonly Column<CertificateRow>[] => [
  shownColumn(
    'state',
    t('certificates.state'),
    ({ state }) => t(`certificates.stateOf.${state}`),
    ({ state }) => <StateChip state={state} />,
    { width: 96 },
  ),
  textColumn('subject', t('certificates.subject'), ({ subject }) => subject, { clip: 'clip', width: 300 }),
  shownColumn(
    'bound',
    t('certificates.bound'),
    boundTo,
    (row) =>
      row.vin !== null && row.device === null ? <AssetLink asset={{ kind: 'vehicle', id: row.vin }} /> : boundTo(row),
    { width: 200 },
  ),
  textColumn('profile', t('certificates.profile'), ({ profile }) => titles.get(profile) ?? profile, { width: 130 }),
  textColumn('daysLeft', t('certificates.daysLeft'), ({ daysLeft }) => daysLeft, { width: 100, align: 'right' }),
  shownColumn(
    'notAfter',
    t('certificates.notAfter'),
    ({ notAfter }) => notAfter,
    ({ notAfter }) => <TimeText at={notAfter} />,
    { width: 170 },
  ),
  textColumn('authority', t('certificates.authority'), ({ authority }) => authority, { width: 120 }),
  textColumn('by', t('certificates.issuedBy'), ({ issuedBy }) => issuedBy, { clip: 'clip', width: 190 }),
  monoColumn('serial', t('certificates.serial'), ({ serial }) => serial, { width: 290 }),
];

interface Filter {
  readonly search: string;
  readonly profile: string;
  readonly state: string;
}

/** The certificates that fit, in pages. */
const useCertificates = (filter: Filter) =>
  useCursorList<CertificateRow>(['certificates', 'list', filter], (before, signal) =>
    listCertificates(
      {
        ...(filter.search === '' ? {} : { search: filter.search }),
        ...(filter.profile === '' ? {} : { profile: filter.profile }),
        ...(filter.state === '' || filter.state === 'soon' ? {} : { state: filter.state as CertificateState }),
        ...(filter.state === 'soon' ? { endsWithin: SOON_DAYS } : {}),
        ...(before === undefined ? {} : { before }),
      },
      signal,
    ),
  );

/** 证书: every certificate with filters; a row opens its details, selected ones change their state. */
export const CertificatesTab = ({ ask }: { readonly ask: ReactNode }) => {
  const { t } = useTranslation();
  const may = useMay();
  const [filter, setFilter] = useState<Filter>({ search: '', profile: '', state: '' });
  const [selected, setSelected] = useState<readonly string[]>([]);
  const [opened, setOpened] = useState<string>();
  const [changing, setChanging] = useState<'revoke' | 'hold' | 'lift'>();
  const profiles = useQuery({ queryKey: ['certificates', 'profiles'], queryFn: ({ signal }) => listProfiles(signal) });
  const titles = useMemo(
    () => new Map((profiles.data?.items ?? []).map(({ id, title }) => [id, textOf(title)])),
    [profiles.data],
  );
  const list = useCertificates(filter);
  const columns = useMemo(() => columnsOf(t, titles), [t, titles]);
  const mayChange = may(certificatesPermissions.revoke);
  return (
    <Panel body="flush">
      <div className="toolbar">
        <Filters filter={filter} titles={titles} onChange={setFilter} />
        {mayChange &&
          selected.length > 0 &&
          (['revoke', 'hold', 'lift'] as const).map((kind) => (
            <Button key={kind} danger={kind === 'revoke'} onClick={() => setChanging(kind)}>
              {t(`certificates.${kind}`)}
            </Button>
          ))}
      </div>
      <DataTable<CertificateRow>
        columns={columns}
        rows={list.rows}
        rowKey={({ serial }) => serial}
        total={list.total}
        error={list.error}
        onRetry={list.onRetry}
        more={list.more}
        sorting="none"
        exportName="chedun-certificates"
        minWidth={1580}
        onRow={({ serial }) => setOpened(serial)}
        {...(mayChange ? { selection: { keys: selected, onChange: setSelected } } : {})}
        empty={<EmptyState title={t('certificates.listEmpty')} hint={t('certificates.listEmptyHint')} action={ask} />}
      />
      {opened !== undefined && <CertificateDrawer serial={opened} onClose={() => setOpened(undefined)} />}
      {changing !== undefined && (
        <StateDialog
          kind={changing}
          serials={selected}
          onClose={() => {
            setChanging(undefined);
            setSelected([]);
          }}
        />
      )}
    </Panel>
  );
};

const Filters = ({
  filter,
  titles,
  onChange,
}: {
  readonly filter: Filter;
  readonly titles: ReadonlyMap<string, string>;
  readonly onChange: (filter: Filter) => void;
}) => {
  const { t } = useTranslation();
  return (
    <>
      <Input.Search
        allowClear
        style={{ width: 320 }}
        placeholder={t('certificates.find')}
        onSearch={(text) => onChange({ ...filter, search: text.trim() })}
      />
      <Select
        style={{ width: 160 }}
        aria-label={t('certificates.state')}
        value={filter.state}
        onChange={(state) => onChange({ ...filter, state })}
        options={[
          { value: '', label: t('certificates.anyState') },
          ...STATES.map((value) => ({ value: value as string, label: t(`certificates.stateOf.${value}`) })),
          { value: 'soon', label: t('certificates.endsSoon') },
        ]}
      />
      <Select
        style={{ width: 180 }}
        aria-label={t('certificates.profile')}
        value={filter.profile}
        onChange={(profile) => onChange({ ...filter, profile })}
        options={[
          { value: '', label: t('certificates.anyProfile') },
          ...[...titles].map(([value, label]) => ({ value, label })),
        ]}
      />
    </>
  );
};
