import { Importance, SupplierInput, SupplierKind, type SupplierDossier } from '@chedun/suppliers/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { saveSupplier } from '../../api/suppliers.ts';
import { useSay } from '../../ui/useSay.ts';

interface Fields extends Omit<SupplierInput, 'dependents'> {
  readonly services: string[];
  readonly hosts: string[];
}

const BLANK: Partial<Fields> = { country: 'CN', kinds: ['component'], importance: 'ordinary' };

const fieldsOf = ({ supplier, dependents }: SupplierDossier): Partial<Fields> => ({
  ...supplier,
  services: dependents.filter(({ kind }) => kind === 'service').map(({ name }) => name),
  hosts: dependents.filter(({ kind }) => kind === 'host').map(({ name }) => name),
});

const inputOf = ({ services, hosts, ...fields }: Partial<Fields>): SupplierInput =>
  SupplierInput.parse({
    ...fields,
    dependents: [
      ...(services ?? []).map((name) => ({ kind: 'service', name })),
      ...(hosts ?? []).map((name) => ({ kind: 'host', name })),
    ],
  });

/** Registers a supplier and opens its dossier, or changes one. */
export const SupplierDialog = ({
  dossier,
  onClose,
}: {
  readonly dossier?: SupplierDossier;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields>();
  const save = useMutation({
    mutationFn: saveSupplier,
    onSuccess: async (answer) => {
      await client.invalidateQueries({ queryKey: ['suppliers'] });
      onClose();
      await navigate({ to: '/suppliers/$id', params: { id: answer.supplier.id } });
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      width={760}
      title={t(dossier === undefined ? 'suppliers.add' : 'suppliers.edit')}
      okText={t('common.save')}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={dossier === undefined ? BLANK : fieldsOf(dossier)}
        onFinish={(fields) => save.mutate({ id: dossier?.supplier.id, supplier: inputOf(fields) })}
      >
        <IdentityFields />
        <UseFields />
        <ContactFields />
      </Form>
    </Modal>
  );
};

const TWO = { gridTemplateColumns: '1fr 1fr', gap: '0 14px' } as const;

const IdentityFields = () => {
  const { t } = useTranslation();
  const required = [{ required: true, message: t('common.required') }];
  return (
    <div className="grid" style={TWO}>
      <Form.Item
        name="name"
        label={t('suppliers.name')}
        rules={[{ required: true, whitespace: true, message: t('common.required') }]}
      >
        <Input maxLength={200} autoFocus />
      </Form.Item>
      <Form.Item
        name="creditCode"
        label={t('suppliers.creditCode')}
        extra={t('suppliers.creditCodeHint')}
        rules={[{ len: 18, message: t('suppliers.creditCodeHint') }]}
      >
        <Input maxLength={18} />
      </Form.Item>
      <Form.Item name="kinds" label={t('suppliers.kinds')} rules={required}>
        <Select
          mode="multiple"
          options={SupplierKind.options.map((value) => ({ value, label: t(`suppliers.kind.${value}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="importance"
        label={t('suppliers.importance')}
        extra={t('suppliers.importanceHint')}
        rules={required}
      >
        <Select options={Importance.options.map((value) => ({ value, label: t(`suppliers.level.${value}`) }))} />
      </Form.Item>
      <Form.Item
        name="country"
        label={t('suppliers.country')}
        extra={t('suppliers.countryHint')}
        rules={[{ required: true, pattern: /^[A-Za-z]{2}$/, message: t('suppliers.countryHint') }]}
      >
        <Input maxLength={2} />
      </Form.Item>
      <Form.Item name="aliases" label={t('suppliers.aliases')} extra={t('suppliers.aliasesHint')}>
        <Select mode="tags" open={false} suffixIcon={null} />
      </Form.Item>
    </div>
  );
};

const UseFields = () => {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item name="supplies" label={t('suppliers.supplies')}>
        <Input.TextArea maxLength={1000} autoSize={{ minRows: 1, maxRows: 4 }} />
      </Form.Item>
      <div className="grid" style={TWO}>
        <Form.Item name="services" label={t('suppliers.services')} extra={t('suppliers.dependentsHint')}>
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
        <Form.Item name="hosts" label={t('suppliers.hosts')} extra={t('suppliers.dependentsHint')}>
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
      </div>
    </>
  );
};

const ContactFields = () => {
  const { t } = useTranslation();
  return (
    <div className="grid" style={{ gridTemplateColumns: '1fr 1fr 1fr', gap: '0 14px' }}>
      <Form.Item name="contactPerson" label={t('suppliers.contact')}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="contactPhone" label={t('suppliers.phone')} rules={[{ pattern: /^\+?[0-9][0-9 -]{5,24}$/ }]}>
        <Input maxLength={25} />
      </Form.Item>
      <Form.Item name="contactEmail" label={t('suppliers.email')} rules={[{ type: 'email' }]}>
        <Input maxLength={200} />
      </Form.Item>
    </div>
  );
};
