import { RevocationReason } from '@chedun/certificates/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeState } from '../../api/certificates.ts';
import { useSay } from '../../ui/useSay.ts';
import { Field } from './Field.tsx';

interface Props {
  readonly kind: 'revoke' | 'hold' | 'lift';
  readonly serials: readonly string[];
  readonly onClose: () => void;
}

/** Asks for revocation, suspends, or lifts a suspension, with the grounds. */
export const StateDialog = ({ kind, serials, onClose }: Props) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [reason, setReason] = useState<RevocationReason>('superseded');
  const [note, setNote] = useState('');
  const change = useMutation({
    mutationFn: changeState,
    onSuccess: async ({ waits, changed }) => {
      say.done(waits === null ? t('certificates.changed', { count: changed }) : t('certificates.waits'));
      await client.invalidateQueries({ queryKey: ['certificates'] });
      onClose();
    },
    onError: say.problem,
  });
  const common = { serials: [...serials], note };
  return (
    <Modal
      open
      title={t(`certificates.${kind}`)}
      okText={t(`certificates.${kind}`)}
      cancelText={t('common.cancel')}
      okButtonProps={{ danger: kind === 'revoke', disabled: note.trim().length < 2 }}
      confirmLoading={change.isPending}
      onCancel={onClose}
      onOk={() => change.mutate(kind === 'revoke' ? { kind, reason, ...common } : { kind, ...common })}
    >
      <div className="stack" style={{ margin: '12px 0' }}>
        <div className="mono" style={{ maxHeight: 120, overflow: 'auto' }}>
          {serials.map((serial) => (
            <div key={serial}>{serial}</div>
          ))}
        </div>
        {kind === 'revoke' && (
          <Field label={t('certificates.reason')}>
            <Select<RevocationReason>
              value={reason}
              onChange={setReason}
              options={RevocationReason.options.map((value) => ({
                value,
                label: t(`certificates.reasonOf.${value}`),
              }))}
            />
          </Field>
        )}
        <Field label={t('certificates.note')} hint={t('certificates.noteHint')}>
          <Input.TextArea
            rows={3}
            maxLength={500}
            aria-label={t('certificates.note')}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        </Field>
      </div>
    </Modal>
  );
};
