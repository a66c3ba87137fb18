import type { AuthorityView, HierarchyView } from '@chedun/pseudonyms/contract';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';

const authorityColumns = (t: TFunction): readonly Column<AuthorityView>[] => [
  textColumn('role', t('pseudonyms.authority'), (row) => t(`pseudonyms.roleOf.${row.role}`), { width: 180 }),
  monoColumn('name', t('pseudonyms.name'), (row) => row.name, { width: 240 }),
  monoColumn('id', t('pseudonyms.fingerprint'), (row) => row.id, { width: 190 }),
  shownColumn(
    'until',
    t('pseudonyms.validUntil'),
    (row) => row.notAfter,
    (row) => <TimeText at={row.notAfter} />,
    { width: 180 },
  ),
  shownColumn(
    'state',
    t('pseudonyms.state'),
    (row) => t(row.valid ? 'pseudonyms.valid' : 'pseudonyms.invalid'),
    (row) => <Chip tone={row.valid ? 'good' : 'high'}>{t(row.valid ? 'pseudonyms.valid' : 'pseudonyms.invalid')}</Chip>,
    { width: 130 },
  ),
];

/** Authorities as a picture of who knows what, and as a table. */
export const RolesTab = ({ hierarchy }: { readonly hierarchy: HierarchyView }) => {
  const { t } = useTranslation();
  const columns = useMemo(() => authorityColumns(t), [t]);
  return (
    <div className="stack">
      <Panel title={t('pseudonyms.picture')} hint={t('pseudonyms.pictureHint')}>
        <div className="pseudonym-roles">
          <RoleBox role="eca" never="eca" />
          <RoleBox role="ra" never="ra" />
          <RoleBox role="aca" never="aca" />
          <RoleBox role="la1" never="la" />
          <RoleBox role="la2" never="la" />
          <RoleBox role="ma" never="ma" />
        </div>
      </Panel>
      <Panel body="flush">
        <DataTable<AuthorityView>
          columns={columns}
          rows={hierarchy.authorities}
          rowKey={(row) => row.role}
          exportName="chedun-v2x-authorities"
          sorting="browser"
          empty={<EmptyState title={t('pseudonyms.noHierarchy')} hint={t('pseudonyms.noHierarchyHint')} />}
        />
      </Panel>
    </div>
  );
};

const RoleBox = ({
  role,
  never,
}: {
  readonly role: 'eca' | 'ra' | 'aca' | 'la1' | 'la2' | 'ma';
  readonly never: 'eca' | 'ra' | 'aca' | 'la' | 'ma';
}) => {
  const { t } = useTranslation();
  return (
    <div className="pseudonym-role" data-role={role}>
      <h3>{t(`pseudonyms.roleOf.${role}`)}</h3>
      <strong>{t(`pseudonyms.knows.${role}`)}</strong>
      <span>{t('pseudonyms.never', { what: t(`pseudonyms.neverOf.${never}`) })}</span>
    </div>
  );
};
