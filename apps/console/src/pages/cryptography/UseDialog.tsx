import type { CryptoUse } from '@chedun/cryptography/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { DatePicker, Form, Input, InputNumber, Modal, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { saveUse } from '../../api/cryptography.ts';
import { useSay } from '../../ui/useSay.ts';

const PURPOSES = ['at-rest', 'channel', 'signature', 'authentication', 'integrity', 'other'] as const;

interface Fields {
  readonly system: string;
  readonly purpose: CryptoUse['purpose'];
  readonly algorithm: string;
  readonly bits?: number | null;
  readonly keyId?: string;
  readonly rotatedOn?: Dayjs | null;
  readonly rotateDays?: number | null;
  readonly note?: string;
}

/** Declares a use of cryptography, or changes one. */
export const UseDialog = ({ use, onClose }: { readonly use?: CryptoUse; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const save = useMutation({
    mutationFn: saveUse,
    onSuccess: async () => {
      say.done(t('common.saved'));
      onClose();
      await client.invalidateQueries({ queryKey: ['cryptography'] });
    },
    onError: say.problem,
  });
  const submit = ({ bits, keyId, rotatedOn, rotateDays, note, ...fields }: Fields): void =>
    save.mutate({
      id: use?.id,
      input: {
        ...fields,
        bits: bits ?? null,
        keyId: keyId ?? '',
        rotatedOn: rotatedOn?.format('YYYY-MM-DD') ?? null,
        rotateDays: rotateDays ?? null,
        note: note ?? '',
      },
    });
  const initial = { purpose: 'at-rest', ...use, rotatedOn: use?.rotatedOn ? dayjs(use.rotatedOn) : null } as const;
  return (
    <Modal
      open
      width={560}
      title={use === undefined ? t('cryptography.addUse') : t('cryptography.changeUse')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Fields> form={form} layout="vertical" initialValues={initial} onFinish={submit}>
        <UseFields />
      </Form>
    </Modal>
  );
};

const UseFields = () => {
  const { t } = useTranslation();
  const required = [{ required: true, whitespace: true, message: t('common.required') }];
  return (
    <>
      <Form.Item name="system" label={t('cryptography.system')} rules={required}>
        <Input maxLength={100} autoFocus />
      </Form.Item>
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <Form.Item name="purpose" label={t('cryptography.purpose')} style={{ flex: 1 }}>
          <Select options={PURPOSES.map((value) => ({ value, label: t(`cryptography.purposeOf.${value}`) }))} />
        </Form.Item>
        <Form.Item name="algorithm" label={t('cryptography.algorithm')} rules={required} style={{ flex: 1 }}>
          <Input className="mono" maxLength={60} placeholder="SM4-CBC" />
        </Form.Item>
        <Form.Item name="bits" label={t('cryptography.bits')}>
          <InputNumber min={1} max={65_536} style={{ width: 100 }} />
        </Form.Item>
      </div>
      <Form.Item name="keyId" label={t('cryptography.keyId')}>
        <Input className="mono" maxLength={100} />
      </Form.Item>
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <Form.Item name="rotatedOn" label={t('cryptography.rotatedOn')} style={{ flex: 1 }}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="rotateDays" label={t('cryptography.rotateDays')} style={{ flex: 1 }}>
          <InputNumber min={1} max={3650} style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <Form.Item name="note" label={t('cryptography.note')}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </>
  );
};
