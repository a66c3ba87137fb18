import { PlusOutlined, UploadOutlined } from '@ant-design/icons';
import { cryptographyPermissions } from '@chedun/cryptography/contract';
import type { CryptoUse } from '@chedun/cryptography/contract';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { importUses, removeUse } from '../../api/cryptography.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { ImportCryptographyDialog } from './ImportCryptographyDialog.tsx';
import { RowActions } from './RowActions.tsx';
import { UseDialog } from './UseDialog.tsx';

type Opened = 'add' | 'import' | CryptoUse | undefined;

const EXAMPLE =
  'system,purpose,algorithm,bits,keyId,rotatedOn,rotateDays\nTSP,at-rest,SM4-CBC,128,kek-1,2026-01-05,365';

const useColumns = (t: TFunction): readonly Column<CryptoUse>[] => [
  textColumn('system', t('cryptography.system'), ({ system }) => system, { width: 170 }),
  textColumn('purpose', t('cryptography.purpose'), ({ purpose }) => t(`cryptography.purposeOf.${purpose}`), {
    width: 110,
  }),
  monoColumn(
    'algorithm',
    t('cryptography.algorithm'),
    ({ algorithm, bits }) => (bits === null ? algorithm : `${algorithm} ${bits}`),
    {
      width: 160,
    },
  ),
  shownColumn(
    'weak',
    t('cryptography.judgement'),
    ({ weak, rotationDue }) =>
      weak === null
        ? rotationDue
          ? t('cryptography.rotationDue')
          : t('cryptography.sound')
        : t(`cryptography.weakOf.${weak}`),
    ({ weak, rotationDue }) =>
      weak === null ? (
        <Chip tone={rotationDue ? 'medium' : 'good'}>
          {rotationDue ? t('cryptography.rotationDue') : t('cryptography.sound')}
        </Chip>
      ) : (
        <Chip tone="high">{t(`cryptography.weakOf.${weak}`)}</Chip>
      ),
    { width: 150 },
  ),
  monoColumn('key', t('cryptography.keyId'), ({ keyId }) => keyId, { width: 130 }),
  textColumn('rotated', t('cryptography.rotatedOn'), ({ rotatedOn }) => rotatedOn ?? '', { width: 110 }),
  textColumn('note', t('cryptography.note'), ({ note }) => note, { clip: 'clip' }),
];

const actionColumn = (t: TFunction, edit: (use: CryptoUse) => void): Column<CryptoUse> => ({
  key: 'actions',
  title: t('common.actions'),
  width: 140,
  render: (row) => <RowActions onEdit={() => edit(row)} remove={() => removeUse(row.id)} />,
});

/** Declared uses of cryptography. */
export const UsesPanel = ({
  uses,
  error,
  onRetry,
}: {
  readonly uses: readonly CryptoUse[] | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
}) => {
  const { t } = useTranslation();
  const may = useMay()(cryptographyPermissions.manage);
  const [dialog, setDialog] = useState<Opened>();
  const columns = useMemo(() => [...useColumns(t), ...(may ? [actionColumn(t, setDialog)] : [])], [t, may]);
  const add = may && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setDialog('add')}>
      {t('cryptography.addUse')}
    </Button>
  );
  return (
    <Panel
      title={t('cryptography.uses')}
      hint={t('cryptography.usesHint')}
      body="flush"
      extra={
        may && (
          <>
            <Button icon={<UploadOutlined />} onClick={() => setDialog('import')}>
              {t('cryptography.importTable')}
            </Button>
            {add}
          </>
        )
      }
    >
      <DataTable<CryptoUse>
        columns={columns}
        rows={uses}
        rowKey={({ id }) => id}
        error={error}
        onRetry={onRetry}
        exportName="chedun-crypto-uses"
        sorting="browser"
        minWidth={1080}
        empty={<EmptyState title={t('cryptography.noUses')} hint={t('cryptography.noUsesHint')} action={add} />}
      />
      <UseDialogs opened={dialog} onClose={() => setDialog(undefined)} />
    </Panel>
  );
};

const UseDialogs = ({ opened, onClose }: { readonly opened: Opened; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  return (
    <>
      {opened === 'import' && (
        <ImportCryptographyDialog
          title={t('cryptography.importUses')}
          about={t('cryptography.importUsesAbout')}
          example={EXAMPLE}
          send={importUses}
          onClose={onClose}
        />
      )}
      {opened === 'add' && <UseDialog onClose={onClose} />}
      {typeof opened === 'object' && <UseDialog use={opened} onClose={onClose} />}
    </>
  );
};
