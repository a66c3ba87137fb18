import type { Attestation, AttestationDuty } from '@chedun/posture/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Form, Input, InputNumber, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { getPosture, saveAttestation } from '../../api/posture.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useSay } from '../../ui/useSay.ts';

interface Fields {
  readonly id: string;
  readonly zh: string;
  readonly en?: string;
  readonly obligations: string[];
  readonly everyDays: number;
  readonly owner: string;
}

const dutyOf = (fields: Fields): AttestationDuty => ({
  title: { zh: fields.zh, en: fields.en ?? '' },
  obligations: fields.obligations,
  everyDays: fields.everyDays,
  owner: fields.owner,
});

const initialOf = (known: Attestation | undefined): Partial<Fields> =>
  known === undefined
    ? { everyDays: 365 }
    : {
        id: known.id,
        zh: known.title.zh,
        en: known.title.en,
        obligations: known.obligations,
        everyDays: known.everyDays,
        owner: known.owner,
      };

/** Asks for an attestation, or changes what is asked for. */
export const AttestationDialog = ({
  known,
  onClose,
}: {
  readonly known: Attestation | undefined;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const save = useMutation({
    mutationFn: saveAttestation,
    onSuccess: (answer) => {
      client.setQueryData(['attestations'], answer);
      void client.invalidateQueries({ queryKey: ['posture'] });
      say.done(t('common.saved'));
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t(known === undefined ? 'obligations.attestation.add' : 'obligations.attestation.change')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('common.save')}
      confirmLoading={save.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={initialOf(known)}
        onFinish={(fields) => save.mutate({ id: fields.id, duty: dutyOf(fields) })}
      >
        <DutyFields isNew={known === undefined} />
      </Form>
    </Modal>
  );
};

const DutyFields = ({ isNew }: { readonly isNew: boolean }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const posture = useQuery({ queryKey: ['posture'], queryFn: ({ signal }) => getPosture(signal) });
  const options = posture.data?.obligations.map(({ id, duty }) => ({
    value: id,
    label: `${id} ${textIn(duty, language)}`,
  }));
  const required = [{ required: true }];
  return (
    <>
      <Form.Item
        name="id"
        label={t('obligations.attestation.id')}
        extra={t('obligations.attestation.idHint')}
        rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9-]{0,59}$/ }]}
      >
        <Input disabled={!isNew} />
      </Form.Item>
      <Form.Item name="zh" label={t('obligations.attestation.title')} rules={required}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="en" label={t('obligations.attestation.titleEn')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="obligations" label={t('obligations.attestation.obligations')} rules={required}>
        <Select
          mode="multiple"
          {...(options === undefined ? {} : { options })}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </Form.Item>
      <Form.Item name="everyDays" label={t('obligations.attestation.everyDays')} rules={required}>
        <InputNumber min={1} max={1100} />
      </Form.Item>
      <Form.Item name="owner" label={t('obligations.attestation.owner')} rules={required}>
        <Input maxLength={100} />
      </Form.Item>
    </>
  );
};
