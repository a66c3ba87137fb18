import type { Stream } from '@chedun/retention/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { proposeRemoval } from '../../api/retention.ts';
import { useSay } from '../../ui/useSay.ts';

/** Proposes to remove everything of a stream that is old enough. */
export const ProposeDialog = ({ stream, onClose }: { readonly stream: Stream; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const propose = useMutation({
    mutationFn: proposeRemoval,
    onSuccess: async () => {
      say.done(t('retention.proposed'));
      onClose();
      await client.invalidateQueries({ queryKey: ['retention'] });
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={`${t('retention.propose')} · ${t(`retention.stream.${stream}`)}`}
      okText={t('retention.propose')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: reason.trim() === '', danger: true }}
      confirmLoading={propose.isPending}
      onCancel={onClose}
      onOk={() => propose.mutate({ stream, reason: reason.trim() })}
    >
      <div className="stack" style={{ margin: '12px 0' }}>
        <span>{t('retention.proposeAbout')}</span>
        <Input.TextArea
          autoFocus
          rows={3}
          maxLength={1000}
          value={reason}
          placeholder={t('retention.reason')}
          onChange={({ target }) => setReason(target.value)}
        />
      </div>
    </Modal>
  );
};
