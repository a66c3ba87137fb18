import { ChannelKind, type Channel, type NewChannel } from '@chedun/warnings/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form, Input, Modal, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { addChannel, changeChannel } from '../../api/warnings.ts';
import { useSay } from '../../ui/useSay.ts';
import { ChannelTargetFields } from './ChannelTargetFields.tsx';
import { channelOf, writtenOf, type WrittenChannel } from './channelForm.ts';
import { LEVELS } from './levels.tsx';

const NOTICES = ['proposed', 'issued', 'changed', 'lifted', 'escalated'] as const;
const STEPS = [0, 1, 2, 3, 4, 5] as const;

const ChannelFilterFields = () => {
  const { t } = useTranslation();
  const required = [{ required: true, message: t('common.required') }];
  return (
    <>
      <Form.Item name="levels" label={t('warnings.channel.levels')} rules={required}>
        <Checkbox.Group options={LEVELS.map((value) => ({ value, label: t(`warnings.level.${value}`) }))} />
      </Form.Item>
      <Form.Item name="notices" label={t('warnings.channel.notices')} rules={required}>
        <Checkbox.Group options={NOTICES.map((value) => ({ value, label: t(`warnings.notice.${value}`) }))} />
      </Form.Item>
    </>
  );
};

const ChannelTimeFields = () => {
  const { t } = useTranslation();
  return (
    <>
      <div className="grid" style={{ gridTemplateColumns: '1fr 1fr 1fr' }}>
        <Form.Item name="step" label={t('warnings.channel.step')}>
          <Select
            options={STEPS.map((value) => ({
              value,
              label: value === 0 ? t('warnings.channel.step0') : t('warnings.channel.stepLabel', { n: value }),
            }))}
          />
        </Form.Item>
        <Form.Item name="language" label={t('warnings.channel.language')}>
          <Select
            options={[
              { value: 'zh', label: t('warnings.channel.zh') },
              { value: 'en', label: t('warnings.channel.en') },
            ]}
          />
        </Form.Item>
        <Form.Item name="enabled" label={t('warnings.channel.enabled')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </div>
      <div className="grid" style={{ gridTemplateColumns: '1fr 1fr 2fr' }}>
        <Form.Item name="quietFrom" label={`${t('warnings.channel.quiet')} · ${t('warnings.channel.quietFrom')}`}>
          <Input placeholder="22:00" maxLength={5} />
        </Form.Item>
        <Form.Item name="quietTo" label={t('warnings.channel.quietTo')}>
          <Input placeholder="07:00" maxLength={5} />
        </Form.Item>
        <Form.Item name="quietExcept" label={t('warnings.channel.quietExcept')}>
          <Checkbox.Group options={LEVELS.map((value) => ({ value, label: t(`warnings.level.${value}`) }))} />
        </Form.Item>
      </div>
    </>
  );
};

/** Adds a channel or changes one; secrets that are kept are never shown. */
export const ChannelDialog = ({
  channel,
  onClose,
}: {
  readonly channel: Channel | undefined;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<WrittenChannel>();
  const kind = Form.useWatch('kind', form) ?? channel?.target.kind ?? 'webhook';
  const save = useMutation({
    mutationFn: (written: NewChannel) =>
      channel === undefined ? addChannel(written) : changeChannel(channel.id, written),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['warnings'] });
      say.done(t('common.saved'));
      onClose();
    },
    onError: say.problem,
  });
  const required = [{ required: true, message: t('common.required') }];
  return (
    <Modal
      open
      width={640}
      title={t(channel === undefined ? 'warnings.channel.add' : 'warnings.channel.change')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={form.submit}
    >
      <Form
        form={form}
        layout="vertical"
        style={{ marginTop: 12 }}
        initialValues={writtenOf(channel)}
        onFinish={(written) => save.mutate(channelOf(written))}
      >
        <div className="grid" style={{ gridTemplateColumns: '1fr 1fr' }}>
          <Form.Item name="name" label={t('warnings.channel.name')} rules={required}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="kind" label={t('warnings.channel.kind')}>
            <Select
              disabled={channel !== undefined}
              options={ChannelKind.options.map((value) => ({ value, label: t(`warnings.channel.kinds.${value}`) }))}
            />
          </Form.Item>
        </div>
        <ChannelTargetFields kind={kind} kept={channel?.kept ?? []} />
        <ChannelFilterFields />
        <ChannelTimeFields />
      </Form>
    </Modal>
  );
};
