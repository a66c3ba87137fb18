import { supervisionPermissions, type Enterprise } from '@chedun/supervision/contract';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { importEnterprises, listEnterprises } from '../../api/supervision.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ImportTableDialog } from '../../ui/ImportTableDialog.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useWords } from '../documents/useWords.ts';
import { AuthorityPanel } from './AuthorityPanel.tsx';
import { CertificatesDialog, EnterpriseDialog } from './EnterpriseDialogs.tsx';
import { useProvince } from './parts.tsx';

const useColumns = (): Column<Enterprise>[] => {
  const { t } = useTranslation();
  const province = useProvince();
  return [
    textColumn('name', t('supervision.firmName'), ({ name }) => name),
    monoColumn('code', t('supervision.creditCode'), ({ creditCode }) => creditCode, { width: 180 }),
    textColumn('province', t('supervision.province'), (each) => province(each.province), { width: 90 }),
    textColumn('contact', t('supervision.contact'), ({ contact }) => contact || '—'),
    textColumn('account', t('supervision.account'), ({ account }) => account || t('supervision.noAccount'), {
      width: 110,
    }),
    shownColumn(
      'certificates',
      t('supervision.certificates'),
      ({ certificates }) => certificates.length,
      ({ certificates }) =>
        certificates.length === 0 ? (
          <span className="faint">{t('supervision.certificateNone')}</span>
        ) : (
          <Chip tone="good">{certificates.length}</Chip>
        ),
      { width: 100 },
    ),
    textColumn('filings', t('supervision.filings'), ({ filings }) => filings, { width: 80 }),
    textColumn('numbered', t('supervision.numbered'), ({ numbered }) => numbered, { width: 80 }),
    shownColumn(
      'last',
      t('supervision.lastAt'),
      ({ lastAt }) => lastAt ?? '',
      ({ lastAt }) =>
        lastAt === null ? <span className="faint">{t('supervision.never')}</span> : <TimeText at={lastAt} />,
      { width: 160 },
    ),
  ];
};

type Open = 'nothing' | 'import' | { readonly what: 'edit' | 'certificates'; readonly id: string | undefined };

/** Enterprises under supervision, and in whose name the authority answers. */
export const EnterprisesTab = () => {
  const { t } = useTranslation();
  const may = useMay()(supervisionPermissions.enterprises);
  const [open, setOpen] = useState<Open>('nothing');
  const close = () => setOpen('nothing');
  const found = useQuery({
    queryKey: ['supervision', 'enterprises'],
    queryFn: ({ signal }) => listEnterprises(signal),
  });
  const chosen = typeof open === 'string' ? undefined : found.data?.items.find(({ id }) => id === open.id);
  const actions: Column<Enterprise> = {
    key: 'actions',
    title: '',
    width: 170,
    render: ({ id }) =>
      may && (
        <span className="row nowrap" style={{ gap: 6 }}>
          <Button size="small" onClick={() => setOpen({ what: 'edit', id })}>
            {t('supervision.firmEdit')}
          </Button>
          <Button size="small" onClick={() => setOpen({ what: 'certificates', id })}>
            {t('supervision.certificates')}
          </Button>
        </span>
      ),
  };
  const buttons = may && (
    <>
      <Button onClick={() => setOpen('import')}>{t('supervision.firmImport')}</Button>
      <Button type="primary" onClick={() => setOpen({ what: 'edit', id: undefined })}>
        {t('supervision.firmAdd')}
      </Button>
    </>
  );
  return (
    <div className="stack">
      <AuthorityPanel may={may ? 'name' : 'see'} />
      <Panel title={t('supervision.tabs.enterprises')} body="flush" extra={buttons}>
        <DataTable
          columns={[...useColumns(), actions]}
          rows={found.data?.items}
          error={found.error}
          onRetry={() => void found.refetch()}
          rowKey={({ id }) => id}
          exportName="chedun-enterprises"
          minWidth={1180}
          empty={<EmptyState title={t('supervision.firmsEmpty')} hint={t('supervision.firmsEmptyHint')} />}
        />
      </Panel>
      {open === 'import' && <ImportFirms onClose={close} />}
      {typeof open !== 'string' && open.what === 'edit' && <EnterpriseDialog enterprise={chosen} onClose={close} />}
      {typeof open !== 'string' && open.what === 'certificates' && chosen !== undefined && (
        <CertificatesDialog enterprise={chosen} onClose={close} />
      )}
    </div>
  );
};

const ImportFirms = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <ImportTableDialog
      title={t('supervision.firmImport')}
      about={t('supervision.firmImportAbout')}
      example={t('supervision.firmImportExample').replaceAll('|', ',')}
      send={importEnterprises}
      refreshes={['supervision']}
      taken={({ rows, taken, known, refused }) =>
        t('supervision.imported', { rows, taken, known, refused: refused.length })
      }
      refusal={({ row, column, value, text }) =>
        t('supervision.refusedRow', { row, column: t(columnOf(column)), value, text: words(text) })
      }
      onClose={onClose}
    />
  );
};

const COLUMNS = {
  name: 'supervision.firmName',
  creditCode: 'supervision.creditCode',
  province: 'supervision.province',
  licence: 'supervision.licence',
  contact: 'supervision.contact',
} as const;
const columnOf = (column: string) => COLUMNS[column as keyof typeof COLUMNS] ?? COLUMNS.name;
