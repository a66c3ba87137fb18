import { retentionPermissions } from '@chedun/retention/contract';
import type { Hold } from '@chedun/retention/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { askRelease, decideHold } from '../../api/retention.ts';
import { useMay } from '../../app/session.ts';
import { useSay } from '../../ui/useSay.ts';

/** What a person may do with a hold in its state. */
export const HoldActions = ({ hold }: { readonly hold: Hold }) => {
  const may = useMay();
  const { id, status } = hold;
  return (
    <div className="row nowrap">
      {may(retentionPermissions.approve) && (status === 'placed' || status === 'release-asked') && (
        <DecideHold id={id} status={status} />
      )}
      {may(retentionPermissions.hold) && (status === 'placed' || status === 'confirmed') && <AskRelease id={id} />}
    </div>
  );
};

const useChanged = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return {
    onSuccess: async () => {
      say.done(t('retention.holdChanged'));
      await client.invalidateQueries({ queryKey: ['retention'] });
    },
    onError: say.problem,
  };
};

const DecideHold = ({ id, status }: { readonly id: string; readonly status: 'placed' | 'release-asked' }) => {
  const { t } = useTranslation();
  const decide = useMutation({ mutationFn: decideHold, ...useChanged() });
  return (
    <>
      <Button size="small" loading={decide.isPending} onClick={() => decide.mutate({ id, approve: true })}>
        {t(status === 'placed' ? 'retention.confirmHold' : 'retention.agreeRelease')}
      </Button>
      {status === 'release-asked' && (
        <Button size="small" onClick={() => decide.mutate({ id, approve: false })}>
          {t('retention.refuseRelease')}
        </Button>
      )}
    </>
  );
};

const AskRelease = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const ask = useMutation({ mutationFn: askRelease, ...useChanged() });
  return (
    <Popconfirm
      title={t('retention.askRelease')}
      description={
        <Input
          value={reason}
          placeholder={t('retention.releaseReason')}
          onChange={({ target }) => setReason(target.value)}
        />
      }
      okButtonProps={{ disabled: reason.trim() === '' }}
      onConfirm={() => ask.mutate({ id, reason: reason.trim() })}
    >
      <Button size="small">{t('retention.askRelease')}</Button>
    </Popconfirm>
  );
};
