import { PlusOutlined } from '@ant-design/icons';
import { cryptographyPermissions } from '@chedun/cryptography/contract';
import type { CryptoProduct } from '@chedun/cryptography/contract';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getInventory, removeProduct } from '../../api/cryptography.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { ProductDialog } from './ProductDialog.tsx';
import { RowActions } from './RowActions.tsx';
import { daysTone } from './worst.ts';

const columnsOf = (t: TFunction): readonly Column<CryptoProduct>[] => [
  textColumn('name', t('cryptography.productName'), ({ name }) => name, { width: 200 }),
  textColumn('vendor', t('cryptography.vendor'), ({ vendor }) => vendor, { width: 180 }),
  monoColumn('number', t('cryptography.certificateNo'), ({ certificateNo }) => certificateNo, { width: 160 }),
  textColumn(
    'level',
    t('cryptography.moduleLevel'),
    ({ level }) => (level === null ? '' : t('cryptography.levelOf', { level })),
    {
      width: 110,
    },
  ),
  textColumn('from', t('cryptography.validFrom'), ({ validFrom }) => validFrom, { width: 110 }),
  textColumn('to', t('cryptography.validTo'), ({ validTo }) => validTo, { width: 110 }),
  shownColumn(
    'left',
    t('cryptography.daysLeft'),
    ({ daysLeft }) => daysLeft,
    ({ daysLeft }) => <Chip tone={daysTone(daysLeft)}>{t('cryptography.days', { count: daysLeft })}</Chip>,
    { width: 100 },
  ),
  textColumn('usedFor', t('cryptography.usedFor'), ({ usedFor }) => usedFor, { clip: 'clip' }),
];

/** 商用密码产品认证证书: the certified products in use, with the dates of their certificates. */
export const ProductsTab = () => {
  const { t } = useTranslation();
  const may = useMay()(cryptographyPermissions.manage);
  const [dialog, setDialog] = useState<'add' | CryptoProduct>();
  const inventory = useQuery({
    queryKey: ['cryptography', 'inventory'],
    queryFn: ({ signal }) => getInventory(signal),
  });
  const columns = useMemo(
    (): readonly Column<CryptoProduct>[] => [
      ...columnsOf(t),
      ...(may
        ? [
            {
              key: 'actions',
              title: t('common.actions'),
              width: 140,
              render: (row: CryptoProduct) => (
                <RowActions onEdit={() => setDialog(row)} remove={() => removeProduct(row.id)} />
              ),
            },
          ]
        : []),
    ],
    [t, may],
  );
  const add = may && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setDialog('add')}>
      {t('cryptography.addProduct')}
    </Button>
  );
  const close = (): void => setDialog(undefined);
  return (
    <Panel title={t('cryptography.products')} hint={t('cryptography.productsHint')} extra={add} body="flush">
      <DataTable<CryptoProduct>
        columns={columns}
        rows={inventory.data?.products}
        rowKey={({ id }) => id}
        error={inventory.error}
        onRetry={() => void inventory.refetch()}
        exportName="chedun-crypto-products"
        sorting="browser"
        minWidth={1120}
        empty={<EmptyState title={t('cryptography.noProducts')} hint={t('cryptography.noProductsHint')} action={add} />}
      />
      {dialog === 'add' && <ProductDialog onClose={close} />}
      {typeof dialog === 'object' && <ProductDialog product={dialog} onClose={close} />}
    </Panel>
  );
};
