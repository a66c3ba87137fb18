import { filingPermissions, type CaseDetail } from '@chedun/filing/contract';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { approveCase, signCase, stepCase } from '../../api/filing.ts';
import { useMay } from '../../app/session.ts';
import { SubmitDialog } from './SubmitDialog.tsx';
import { useCaseChange } from './useCaseChange.ts';

/** What can be done with a case now. */
export const CaseActions = ({ detail: { case: line, actions } }: { readonly detail: CaseDetail }) => {
  const { t } = useTranslation();
  const may = useMay();
  const [submitting, setSubmitting] = useState(false);
  const { id } = line;
  const step = useCaseChange(id, (action: 'request-approval' | 'return-draft' | 'withdraw') =>
    stepCase(id, { action }),
  );
  const approve = useCaseChange(id, () => approveCase(id));
  const sign = useCaseChange(id, () => signCase(id));
  const can = (action: string, permission: string): boolean => actions.includes(action) && may(permission);
  const { write, approve: approves, submit } = filingPermissions;
  return (
    <>
      {can('withdraw', write) && (
        <Popconfirm title={t('filing.withdrawSure')} onConfirm={() => step.mutate('withdraw')}>
          <Button>{t('filing.do.withdraw')}</Button>
        </Popconfirm>
      )}
      {can('return-draft', write) && (
        <Button onClick={() => step.mutate('return-draft')}>{t('filing.do.return-draft')}</Button>
      )}
      {can('request-approval', write) && (
        <Button type="primary" loading={step.isPending} onClick={() => step.mutate('request-approval')}>
          {t('filing.do.request-approval')}
        </Button>
      )}
      {can('approve', approves) && (
        <Button type="primary" loading={approve.isPending} onClick={() => approve.mutate(undefined)}>
          {t('filing.do.approve')}
        </Button>
      )}
      {can('sign', submit) && (
        <Button type="primary" loading={sign.isPending} onClick={() => sign.mutate(undefined)}>
          {t('filing.do.sign')}
        </Button>
      )}
      {can('submit', submit) && (
        <Button type="primary" onClick={() => setSubmitting(true)}>
          {t('filing.do.submit')}
        </Button>
      )}
      {submitting && <SubmitDialog id={id} onClose={() => setSubmitting(false)} />}
    </>
  );
};
