import type { CryptoProduct } from '@chedun/cryptography/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { DatePicker, Form, Input, Modal, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { saveProduct } from '../../api/cryptography.ts';
import { useSay } from '../../ui/useSay.ts';

interface Fields {
  readonly name: string;
  readonly vendor?: string;
  readonly certificateNo: string;
  readonly level?: number | null;
  readonly valid: readonly [Dayjs, Dayjs];
  readonly usedFor?: string;
}

/** Registers a certified product, or changes one. */
export const ProductDialog = ({
  product,
  onClose,
}: {
  readonly product?: CryptoProduct;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const save = useMutation({
    mutationFn: saveProduct,
    onSuccess: async () => {
      say.done(t('common.saved'));
      onClose();
      await client.invalidateQueries({ queryKey: ['cryptography'] });
    },
    onError: say.problem,
  });
  const submit = ({ valid: [from, to], vendor, level, usedFor, ...fields }: Fields): void =>
    save.mutate({
      id: product?.id,
      input: {
        ...fields,
        vendor: vendor ?? '',
        level: level ?? null,
        usedFor: usedFor ?? '',
        validFrom: from.format('YYYY-MM-DD'),
        validTo: to.format('YYYY-MM-DD'),
      },
    });
  const initial = product && { ...product, valid: [dayjs(product.validFrom), dayjs(product.validTo)] as const };
  return (
    <Modal
      open
      width={560}
      title={product === undefined ? t('cryptography.addProduct') : t('cryptography.changeProduct')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Fields> form={form} layout="vertical" {...(initial ? { initialValues: initial } : {})} onFinish={submit}>
        <ProductFields />
      </Form>
    </Modal>
  );
};

const ProductFields = () => {
  const { t } = useTranslation();
  const required = [{ required: true, message: t('common.required') }];
  return (
    <>
      <Form.Item name="name" label={t('cryptography.productName')} rules={required}>
        <Input maxLength={100} autoFocus />
      </Form.Item>
      <Form.Item name="vendor" label={t('cryptography.vendor')}>
        <Input maxLength={100} />
      </Form.Item>
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <Form.Item name="certificateNo" label={t('cryptography.certificateNo')} rules={required} style={{ flex: 1 }}>
          <Input className="mono" maxLength={60} />
        </Form.Item>
        <Form.Item name="level" label={t('cryptography.moduleLevel')} style={{ flex: 1 }}>
          <Select
            allowClear
            options={[1, 2, 3, 4].map((value) => ({ value, label: t('cryptography.levelOf', { level: value }) }))}
          />
        </Form.Item>
      </div>
      <Form.Item name="valid" label={t('cryptography.valid')} rules={required}>
        <DatePicker.RangePicker style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="usedFor" label={t('cryptography.usedFor')}>
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </>
  );
};
