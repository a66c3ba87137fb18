import { INSPECTION_KINDS, type InspectionKindId } from '@chedun/inspection/kinds';
import { useQuery } from '@tanstack/react-query';
import { Checkbox, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { orderInspection } from '../../api/oversight.ts';
import { listEnterprises } from '../../api/supervision.ts';
import { useSay } from '../../ui/useSay.ts';
import { useWords } from '../documents/useWords.ts';
import { FormDialog, linesOf, MomentField, momentText, useOversightChange } from './parts.tsx';
import { BasisField } from './SendDialog.tsx';

interface Fields {
  readonly enterprise: string;
  readonly title: string;
  readonly basis: string;
  readonly kinds: readonly InspectionKindId[];
  readonly obligations?: readonly string[];
  readonly units?: readonly string[];
  readonly items: string;
  readonly from: string;
  readonly until: string;
  readonly inspectors: string;
  readonly announced: boolean;
}

const DAY = 86_400_000;
const peopleOf = (text: string) =>
  linesOf(text).map((line) => {
    const [name = '', ...rest] = line.split(/[\uff0c,]/);
    return { name: name.trim(), organisation: rest.join(' ').trim() };
  });

/** Orders an inspection: scope, time box, people, legal basis. */
export const OrderDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const [form] = Form.useForm<Fields>();
  const order = useOversightChange(
    ({ from, until, items, inspectors, obligations = [], units = [], kinds, ...rest }: Fields) =>
      orderInspection({
        ...rest,
        kinds: [...kinds],
        obligations: [...obligations],
        units: [...units],
        items: linesOf(items),
        inspectors: peopleOf(inspectors),
        from: new Date(from).toISOString(),
        until: new Date(until).toISOString(),
      }),
    ({ inspection }) => {
      say.done(t('oversight.inspection.ordered', { number: inspection.number }));
      onClose();
    },
  );
  const initial = {
    announced: true,
    from: momentText(Date.now() + DAY),
    until: momentText(Date.now() + 3 * DAY),
    basis: 'nd-50',
  };
  return (
    <FormDialog<Fields>
      title={t('oversight.inspection.order')}
      form={form}
      width={720}
      pending={order.isPending}
      initial={initial}
      onSend={(fields) => order.mutate(fields)}
      onClose={onClose}
    >
      <ScopeFields />
      <div className="row" style={{ gap: 12 }}>
        <MomentField name="from" label={t('oversight.inspection.from')} />
        <MomentField name="until" label={t('oversight.inspection.until')} />
      </div>
      <Form.Item
        name="inspectors"
        label={t('oversight.inspection.inspectors')}
        rules={[{ required: true, pattern: /\S+[\uff0c,]\S+\s*\n\s*\S+[\uff0c,]\S+/ }]}
      >
        <Input.TextArea rows={3} />
      </Form.Item>
      <BasisField kind="inspection" />
      <Form.Item name="announced" valuePropName="checked">
        <Checkbox>{t('oversight.inspection.announcedLabel')}</Checkbox>
      </Form.Item>
    </FormDialog>
  );
};

const ScopeFields = () => {
  const { t } = useTranslation();
  const words = useWords();
  const found = useQuery({
    queryKey: ['supervision', 'enterprises'],
    queryFn: ({ signal }) => listEnterprises(signal),
  });
  const firms = (found.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <Form.Item name="enterprise" label={t('oversight.firm')} rules={[{ required: true }]}>
        <Select showSearch optionFilterProp="label" options={firms} />
      </Form.Item>
      <Form.Item name="title" label={t('oversight.inspection.title')} rules={[{ required: true }]}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item
        name="kinds"
        label={t('oversight.inspection.kinds')}
        rules={[{ required: true, type: 'array', min: 1 }]}
      >
        <Select
          mode="multiple"
          options={INSPECTION_KINDS.map(({ id, title }) => ({ value: id, label: words(title) }))}
        />
      </Form.Item>
      <div className="row nowrap" style={{ gap: 12 }}>
        <Form.Item
          name="obligations"
          label={t('oversight.inspection.obligations')}
          style={{ flex: 1 }}
          rules={[{ type: 'array', defaultField: { type: 'string', pattern: /^\d\.\d-[a-z]$/ } }]}
        >
          <Select mode="tags" open={false} placeholder="3.4-b" />
        </Form.Item>
        <Form.Item name="units" label={t('oversight.inspection.units')} style={{ flex: 1 }}>
          <Select mode="tags" open={false} />
        </Form.Item>
      </div>
      <Form.Item name="items" label={t('oversight.inspection.itemsInput')} rules={[{ required: true }]}>
        <Input.TextArea rows={3} />
      </Form.Item>
    </>
  );
};
