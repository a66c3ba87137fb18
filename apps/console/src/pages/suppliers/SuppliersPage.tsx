import { suppliersPermissions, type SupplierOverview } from '@chedun/suppliers/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getSupplierOverview, lookForSuppliers, supplierExportUrl } from '../../api/suppliers.ts';
import { useMay } from '../../app/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Kpi, PageHead } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ImportSuppliers } from './ImportSuppliers.tsx';
import { SupplierDialog } from './SupplierDialog.tsx';
import { SupplierTable } from './SupplierTable.tsx';
import { UnknownPanel } from './UnknownPanel.tsx';

/** 供应商: who supplies what, how they are bound and reviewed, what is wrong. */
export const SuppliersPage = () => {
  const { t } = useTranslation();
  const mayWrite = useMay()(suppliersPermissions.write);
  const [open, setOpen] = useState<'nothing' | 'add' | 'import'>('nothing');
  const { data, error, refetch } = useQuery({
    queryKey: ['suppliers', 'overview'],
    queryFn: ({ signal }) => getSupplierOverview(signal),
  });
  if (error !== null && data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const close = () => setOpen('nothing');
  return (
    <div className="page stack">
      <PageHead
        title={t('nav.suppliers')}
        about={t('suppliers.about')}
        extra={
          <>
            {data !== undefined && data.total > 0 && (
              <Button href={supplierExportUrl()}>{t('suppliers.export')}</Button>
            )}
            {mayWrite && <Actions onAdd={() => setOpen('add')} onImport={() => setOpen('import')} />}
          </>
        }
      />
      {data === undefined ? (
        <Skeleton active paragraph={{ rows: 10 }} />
      ) : (
        <>
          <Figures overview={data} />
          <SupplierTable overview={data} mayWrite={mayWrite} />
          {(data.unknown > 0 || data.lookedAt !== null) && <UnknownPanel overview={data} mayWrite={mayWrite} />}
        </>
      )}
      {open === 'add' && <SupplierDialog onClose={close} />}
      {open === 'import' && <ImportSuppliers onClose={close} />}
    </div>
  );
};

const Actions = ({ onAdd, onImport }: { readonly onAdd: () => void; readonly onImport: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const look = useMutation({
    mutationFn: lookForSuppliers,
    onSuccess: async ({ names, unknown }) => {
      await client.invalidateQueries({ queryKey: ['suppliers'] });
      say.done(t('suppliers.looked', { names, unknown }));
    },
    onError: say.problem,
  });
  return (
    <>
      <Button loading={look.isPending} onClick={() => look.mutate()}>
        {t('suppliers.look')}
      </Button>
      <Button onClick={onImport}>{t('suppliers.import')}</Button>
      <Button type="primary" onClick={onAdd}>
        {t('suppliers.add')}
      </Button>
    </>
  );
};

const Figures = ({ overview }: { readonly overview: SupplierOverview }) => {
  const { t } = useTranslation();
  const { inUse, critical, withProblems, withoutAgreement, agreementEnding, reviewOverdue, newestReviewAt } = overview;
  const { unknown, lookedAt } = overview;
  return (
    <div className="kpis">
      <Kpi
        label={t('suppliers.figures.inUse')}
        value={inUse}
        note={t('suppliers.figures.critical', { count: critical })}
      />
      <Kpi
        label={t('suppliers.figures.withProblems')}
        value={withProblems}
        tone={withProblems > 0 ? 'critical' : 'good'}
      />
      <Kpi
        label={t('suppliers.figures.withoutAgreement')}
        value={withoutAgreement}
        tone={withoutAgreement > 0 ? 'high' : 'good'}
        note={t('suppliers.figures.ending', { count: agreementEnding })}
      />
      <Kpi
        label={t('suppliers.figures.reviewOverdue')}
        value={reviewOverdue}
        tone={reviewOverdue > 0 ? 'high' : 'good'}
        note={
          newestReviewAt === null
            ? t('suppliers.figures.neverReviewed')
            : t('suppliers.figures.newest', { day: newestReviewAt })
        }
      />
      <Kpi
        label={t('suppliers.figures.unknown')}
        value={unknown}
        tone={unknown > 0 ? 'medium' : 'good'}
        note={lookedAt === null ? t('suppliers.neverLooked') : <TimeText at={lookedAt} />}
      />
    </div>
  );
};
