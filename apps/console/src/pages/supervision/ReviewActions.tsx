import { supervisionPermissions, type Filing } from '@chedun/supervision/contract';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stepFiling } from '../../api/supervision.ts';
import { useMay } from '../../app/session.ts';
import { SupplementDialog } from './SupplementDialog.tsx';
import { useFilingChange } from './useFilingChange.ts';

type Noted = 'call-experts' | 'number' | 'reject' | 'cancel';
const NOTED: readonly Noted[] = ['call-experts', 'number', 'reject', 'cancel'];
const NEEDS_REASON: readonly Noted[] = ['reject', 'cancel'];

/** What a reviewer may do with the filing now. */
export const ReviewActions = ({ data }: { readonly data: Filing }) => {
  const { t } = useTranslation();
  const may = useMay()(supervisionPermissions.review);
  const [open, setOpen] = useState<Noted | 'ask-supplement'>();
  const { filing, actions, experts } = data;
  const begin = useFilingChange(filing.id, () => stepFiling(filing.id, { action: 'begin-check' }));
  if (!may) return null;
  const close = () => setOpen(undefined);
  const offered = NOTED.filter((each) => actions.includes(each) && (each !== 'call-experts' || experts !== 'none'));
  return (
    <>
      {actions.includes('begin-check') && (
        <Button type="primary" loading={begin.isPending} onClick={() => begin.mutate(undefined)}>
          {t('supervision.actions.begin-check')}
        </Button>
      )}
      {actions.includes('ask-supplement') && (
        <Button onClick={() => setOpen('ask-supplement')}>{t('supervision.actions.ask-supplement')}</Button>
      )}
      {offered.map((action) => (
        <Button
          key={action}
          type={action === 'number' ? 'primary' : 'default'}
          danger={NEEDS_REASON.includes(action)}
          onClick={() => setOpen(action)}
        >
          {t(`supervision.actions.${action}`)}
        </Button>
      ))}
      {open === 'ask-supplement' && <SupplementDialog data={data} onClose={close} />}
      {open !== undefined && open !== 'ask-supplement' && <NoteDialog id={filing.id} action={open} onClose={close} />}
    </>
  );
};

const NoteDialog = ({
  id,
  action,
  onClose,
}: {
  readonly id: string;
  readonly action: Noted;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ readonly note?: string }>();
  const take = useFilingChange(id, (note: string) => stepFiling(id, { action, note }), onClose);
  const reason = NEEDS_REASON.includes(action);
  return (
    <Modal
      open
      title={t(`supervision.actions.${action}`)}
      okText={t(`supervision.actions.${action}`)}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={take.isPending}
    >
      {action === 'cancel' && <p>{t('supervision.cancelSure')}</p>}
      <Form form={form} layout="vertical" onFinish={({ note = '' }) => take.mutate(note)}>
        <Form.Item
          name="note"
          label={t(reason ? 'supervision.noteReason' : 'supervision.note')}
          rules={[{ required: reason, min: reason ? 2 : 0 }]}
        >
          <Input.TextArea rows={4} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
};
