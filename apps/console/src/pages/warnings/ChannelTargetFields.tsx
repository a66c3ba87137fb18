import type { Channel, ChannelKind } from '@chedun/warnings/contract';
import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';

interface FieldsProps {
  readonly kind: ChannelKind;
  readonly kept: Channel['kept'];
}

const useRules = () => {
  const { t } = useTranslation();
  return [{ required: true, message: t('common.required') }];
};

/** A secret: written anew or kept, never shown. */
const SecretField = ({
  name,
  kept,
  needed,
}: {
  readonly name: 'url' | 'secret' | 'password';
  readonly kept: Channel['kept'];
  readonly needed: boolean;
}) => {
  const { t } = useTranslation();
  const rules = useRules();
  const there = kept.includes(name);
  return (
    <Form.Item name={name} label={t(`warnings.channel.${name}`)} rules={needed && !there ? rules : []}>
      <Input.Password
        autoComplete="new-password"
        maxLength={2048}
        {...(there ? { placeholder: t('warnings.channel.keepSecret') } : {})}
      />
    </Form.Item>
  );
};

const HostFields = () => {
  const { t } = useTranslation();
  const rules = useRules();
  return (
    <div className="grid" style={{ gridTemplateColumns: '3fr 1fr' }}>
      <Form.Item name="host" label={t('warnings.channel.host')} rules={rules} extra={t('warnings.channel.privateHint')}>
        <Input maxLength={253} />
      </Form.Item>
      <Form.Item name="port" label={t('warnings.channel.port')} rules={rules}>
        <Input type="number" min={1} max={65_535} />
      </Form.Item>
    </div>
  );
};

const CaField = () => {
  const { t } = useTranslation();
  return (
    <Form.Item name="ca" label={t('warnings.channel.ca')}>
      <Input.TextArea rows={2} maxLength={20_000} />
    </Form.Item>
  );
};

const EmailFields = ({ kept }: { readonly kept: Channel['kept'] }) => {
  const { t } = useTranslation();
  const rules = useRules();
  return (
    <>
      <HostFields />
      <div className="grid" style={{ gridTemplateColumns: '1fr 1fr' }}>
        <Form.Item name="security" label={t('warnings.channel.security')}>
          <Select
            options={(['starttls', 'tls', 'none'] as const).map((value) => ({
              value,
              label: t(`warnings.channel.securities.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="from" label={t('warnings.channel.from')} rules={rules}>
          <Input maxLength={254} />
        </Form.Item>
        <Form.Item name="username" label={t('warnings.channel.username')}>
          <Input autoComplete="off" maxLength={256} />
        </Form.Item>
        <SecretField name="password" kept={kept} needed={false} />
      </div>
      <Form.Item name="to" label={t('warnings.channel.toList')} rules={rules}>
        <Input.TextArea rows={2} maxLength={10_000} />
      </Form.Item>
      <CaField />
    </>
  );
};

/** The fields of one kind of channel. */
export const ChannelTargetFields = ({ kind, kept }: FieldsProps) => {
  const { t } = useTranslation();
  if (kind === 'email') return <EmailFields kept={kept} />;
  if (kind === 'syslog')
    return (
      <>
        <HostFields />
        <Form.Item name="transport" label={t('warnings.channel.transport')}>
          <Select options={['tls', 'tcp', 'udp'].map((value) => ({ value, label: value.toUpperCase() }))} />
        </Form.Item>
        <CaField />
      </>
    );
  return (
    <>
      <SecretField name="url" kept={kept} needed />
      {kind !== 'wecom' && <SecretField name="secret" kept={kept} needed={kind === 'webhook'} />}
      {kind === 'webhook' && <CaField />}
    </>
  );
};
