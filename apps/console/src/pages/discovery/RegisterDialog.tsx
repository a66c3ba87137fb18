import { Criticality } from '@chedun/assets/contract';
import type { RegisterRequest, Thing } from '@chedun/discovery/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { registerThings } from '../../api/discovery.ts';
import { useSay } from '../../ui/useSay.ts';

const MOST = 200;

/** A host name that a thing without one may get. */
const nameOf = ({ hostName, addresses, mac, label }: Thing): string =>
  hostName ||
  `host-${(addresses[0] ?? (mac || label))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')}`;

type Fields = Omit<RegisterRequest, 'things'> & { readonly names: readonly string[] };

/** Puts things on record as hosts: names as they are seen, the rest the same for all. */
export const RegisterDialog = ({
  things,
  onClose,
}: {
  readonly things: readonly Thing[];
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const shown = things.slice(0, MOST);
  const save = useMutation({
    mutationFn: registerThings,
    onSuccess: async ({ registered }) => {
      say.done(t('discovery.registered', { count: registered }));
      onClose();
      await client.invalidateQueries({ queryKey: ['discovery'] });
      await client.invalidateQueries({ queryKey: ['hosts'] });
    },
    onError: say.problem,
  });
  const send = ({ names, ...rest }: Fields): void =>
    save.mutate({ ...rest, things: shown.map(({ id }, at) => ({ id, name: names[at] ?? '' })) });
  return (
    <Modal
      open
      title={t('discovery.registerTitle', { count: shown.length })}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('discovery.register')}
      confirmLoading={save.isPending}
    >
      <p className="soft">{t('discovery.registerAbout')}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          names: shown.map(nameOf),
          team: shown[0]?.team ?? '',
          role: '',
          zone: '',
          criticality: 'medium',
        }}
        onFinish={send}
      >
        <RegisterFields things={shown} />
      </Form>
    </Modal>
  );
};

const RegisterFields = ({ things }: { readonly things: readonly Thing[] }) => {
  const { t } = useTranslation();
  return (
    <>
      <div style={{ maxHeight: 220, overflowY: 'auto' }}>
        {things.map((thing, at) => (
          <Form.Item
            key={thing.id}
            name={['names', at]}
            label={at === 0 ? t('discovery.hostName') : undefined}
            rules={[{ required: true, pattern: /^[a-z0-9_][a-z0-9_.-]*$/ }]}
            style={{ marginBottom: 8 }}
          >
            <Input className="mono" maxLength={253} suffix={<span className="soft">{thing.addresses[0]}</span>} />
          </Form.Item>
        ))}
      </div>
      <Form.Item name="team" label={t('discovery.team')} rules={[{ required: true }]}>
        <Input maxLength={128} />
      </Form.Item>
      <Form.Item name="role" label={t('discovery.role')}>
        <Input maxLength={128} />
      </Form.Item>
      <Form.Item name="zone" label={t('discovery.zone')}>
        <Input maxLength={128} />
      </Form.Item>
      <Form.Item name="criticality" label={t('discovery.criticality')}>
        <Select options={Criticality.options.map((value) => ({ value, label: t(`criticality.${value}`) }))} />
      </Form.Item>
    </>
  );
};
