import type { AccessLine } from '@chedun/inspection-access/contract';
import { Checkbox, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { acceptOrder } from '../../api/inspectionAccess.ts';
import { useChange } from './useChange.ts';

type Scope = AccessLine['ordered'];
interface Typed {
  readonly signerSm3: string;
  readonly compared: string;
  readonly kinds?: Scope['kinds'];
  readonly obligations?: string[];
  readonly units?: string[];
}

/** Lists can only lose entries; one that stands for all takes any names. */
const Narrowing = ({ ordered }: { readonly ordered: Scope }) => {
  const { t } = useTranslation();
  const named = (list: readonly string[]) => list.map((value) => ({ value, label: value }));
  const mode = (list: readonly string[]) => (list.length === 0 ? 'tags' : 'multiple');
  return (
    <>
      <Form.Item name="kinds" label={t('inspectionAccess.kinds')} extra={t('inspectionAccess.narrowExtra')}>
        <Select
          mode="multiple"
          options={ordered.kinds.map((kind) => ({ value: kind, label: t(`inspectionAccess.kind.${kind}`) }))}
        />
      </Form.Item>
      <Form.Item name="obligations" label={t('inspectionAccess.obligations')}>
        <Select
          mode={mode(ordered.obligations)}
          options={named(ordered.obligations)}
          placeholder={t('inspectionAccess.all')}
        />
      </Form.Item>
      <Form.Item name="units" label={t('inspectionAccess.units')}>
        <Select mode={mode(ordered.units)} options={named(ordered.units)} placeholder={t('inspectionAccess.all')} />
      </Form.Item>
    </>
  );
};

/** The certificate was asked for by another channel: its SM3 is typed, never shown. */
export const AcceptDialog = ({ line, onClose }: { readonly line: AccessLine; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { id, ordered } = line;
  const [isNarrow, setNarrow] = useState(false);
  const [form] = Form.useForm<Typed>();
  const required = { required: true, whitespace: true, message: t('common.required') };
  const accept = useChange(
    ({ signerSm3, compared, kinds, obligations, units }: Typed) => {
      const narrowed = { ...ordered, kinds: kinds ?? ordered.kinds };
      const scope = { ...narrowed, obligations: obligations ?? [], units: units ?? [] };
      return acceptOrder(id, { signerSm3, compared, ...(isNarrow ? { scope } : {}) });
    },
    t('inspectionAccess.accepted'),
    onClose,
  );
  return (
    <Modal
      open
      width={640}
      title={t('inspectionAccess.acceptTitle')}
      okText={t('inspectionAccess.accept')}
      confirmLoading={accept.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p className="soft">{t('inspectionAccess.acceptAbout')}</p>
      <Form form={form} layout="vertical" initialValues={ordered} onFinish={(typed) => accept.mutate(typed)}>
        <Form.Item name="signerSm3" label={t('inspectionAccess.signerSm3')} rules={[required]}>
          <Input className="mono" maxLength={200} autoComplete="off" autoFocus />
        </Form.Item>
        <Form.Item
          name="compared"
          label={t('inspectionAccess.compared')}
          extra={t('inspectionAccess.comparedExtra')}
          rules={[{ ...required, min: 4 }]}
        >
          <Input maxLength={300} />
        </Form.Item>
        <Checkbox checked={isNarrow} onChange={({ target }) => setNarrow(target.checked)}>
          {t('inspectionAccess.narrow')}
        </Checkbox>
        {isNarrow && <Narrowing ordered={ordered} />}
      </Form>
    </Modal>
  );
};
