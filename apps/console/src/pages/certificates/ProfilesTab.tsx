import type { ProfileView } from '@chedun/certificates/contract';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { listProfiles } from '../../api/certificates.ts';
import { formatCount } from '../../lib/format.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { textOf } from './Choose.tsx';

const columnsOf = (t: TFunction): readonly Column<ProfileView>[] => [
  textColumn('title', t('certificates.profile'), ({ title }) => textOf(title), { width: 150 }),
  textColumn('about', t('certificates.note'), ({ about }) => textOf(about), { width: 300 }),
  textColumn('binding', t('certificates.binding'), ({ binding }) => t(`certificates.bindingOf.${binding}`), {
    width: 110,
  }),
  textColumn(
    'usage',
    t('certificates.fields.usage'),
    ({ keyUsage }) => keyUsage.map((name) => t(`certificates.usageOf.${name}`)).join(' · '),
    { width: 170 },
  ),
  textColumn('days', t('certificates.validityDays'), ({ validityDays }) => validityDays, {
    width: 110,
    align: 'right',
  }),
  textColumn('renewal', t('certificates.renewalDays'), ({ renewalDays }) => renewalDays, {
    width: 130,
    align: 'right',
  }),
  textColumn('approval', t('certificates.approval'), ({ approval }) => t(`certificates.approvalOf.${approval}`), {
    width: 110,
  }),
  textColumn('delivery', t('certificates.deliveryKind'), ({ delivery }) => t(`certificates.delivery.${delivery}`), {
    width: 150,
  }),
  textColumn('askedWith', t('certificates.askedWith'), ({ askedWith }) => askedWith.join(' · '), { width: 150 }),
  monoColumn('subject', t('certificates.subject'), ({ subject }) => subject, { width: 280 }),
  textColumn('origin', t('certificates.state'), ({ origin }) => t(`certificates.origin.${origin}`), { width: 80 }),
  shownColumn(
    'count',
    t('certificates.count'),
    ({ certificates }) => certificates,
    ({ certificates }) => formatCount(certificates),
    { width: 90, align: 'right' },
  ),
];

/** 证书模板: what certificates of each purpose look like. */
export const ProfilesTab = () => {
  const { t } = useTranslation();
  const list = useQuery({ queryKey: ['certificates', 'profiles'], queryFn: ({ signal }) => listProfiles(signal) });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <Panel body="flush">
      <DataTable<ProfileView>
        columns={columns}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        error={list.error}
        onRetry={() => void list.refetch()}
        sorting="browser"
        exportName="chedun-certificate-profiles"
        minWidth={1790}
        empty={<EmptyState title={t('certificates.profilesEmpty')} hint={t('certificates.profilesEmptyHint')} />}
      />
    </Panel>
  );
};
