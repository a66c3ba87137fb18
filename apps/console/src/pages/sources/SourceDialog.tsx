import { RetentionClass, SourceFormat } from '@chedun/ingest/contract';
import type { NewSource, Source } from '@chedun/ingest/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Form, Input, InputNumber, Modal, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { changeSource, createSource } from '../../api/ingest.ts';
import { Facts } from '../../ui/Panel.tsx';
import { CopyButton } from '../../ui/Secret.tsx';
import { useSay } from '../../ui/useSay.ts';

type Typed = z.input<typeof NewSource>;

interface SourceDialogProps {
  /** Absent = a new one. */
  readonly source?: Source;
  readonly onClose: () => void;
}

/** Creates or changes a source. */
export const SourceDialog = ({ source, onClose }: SourceDialogProps) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Typed>();
  const save = useMutation({
    mutationFn: ({ id, kind, ...rest }: Typed) =>
      source === undefined
        ? createSource({ id, ...(kind === undefined ? {} : { kind }), ...rest })
        : changeSource(source.id, rest),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['sources'] });
      say.done(t('common.saved'));
      onClose();
    },
    onError: say.problem,
  });
  const initial = source ?? { kind: 'http', format: 'auto', retention: 'network', silentAfterMinutes: 60 };
  return (
    <Modal
      open
      title={source === undefined ? t('sources.create') : t('sources.edit')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={form.submit}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={initial}
        onFinish={(typed) => save.mutate(typed)}
        style={{ marginTop: 12 }}
      >
        {source === undefined && <IdentityFields />}
        <SharedFields />
      </Form>
    </Modal>
  );
};

const IdentityFields = () => {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name="id"
        label={t('sources.id')}
        extra={t('sources.idRule')}
        rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9_-]{0,62}$/, message: t('sources.idRule') }]}
      >
        <Input className="mono" placeholder="tsp-gateway" />
      </Form.Item>
      <Form.Item name="kind" label={t('sources.kind')}>
        <Radio.Group
          options={(['http', 'folder'] as const).map((value) => ({ value, label: t(`sources.kindOf.${value}`) }))}
        />
      </Form.Item>
    </>
  );
};

const SharedFields = () => {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name="title"
        label={t('sources.titleField')}
        rules={[{ required: true, message: t('common.required') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="format" label={t('sources.format')}>
        <Select
          options={SourceFormat.options.map((value) => ({
            value,
            label: value === 'auto' ? t('sources.formatAuto') : value,
          }))}
        />
      </Form.Item>
      <Form.Item name="retention" label={t('sources.retention')}>
        <Radio.Group
          vertical
          options={RetentionClass.options.map((value) => ({ value, label: t(`sources.retentionOf.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="silentAfterMinutes" label={t('sources.silentAfter')} extra={t('sources.silentHint')}>
        <InputNumber min={1} max={10_080} style={{ width: 180 }} suffix={t('sources.minutes')} />
      </Form.Item>
    </>
  );
};

/** How a sender reaches a source, ready to copy. */
export const HowToSend = ({ source }: { readonly source: Source }) => {
  const { t } = useTranslation();
  const command = `curl -H "Authorization: Bearer $CHEDUN_TOKEN" \\\n  --data-binary @events.ndjson ${window.location.origin}/api/ingest/${source.id}`;
  return (
    <div className="grid" style={{ gridTemplateColumns: '1fr 1fr', padding: '6px 4px' }}>
      <Facts
        items={[
          [t('sources.retention'), t(`sources.retentionOf.${source.retention}`)],
          [t('sources.silentAfter'), `${source.silentAfterMinutes} ${t('sources.minutes')}`],
        ]}
      />
      {source.kind === 'http' && (
        <div className="stack" style={{ gap: 6 }}>
          <div className="row between">
            <strong>{t('sources.how')}</strong>
            <CopyButton text={command} />
          </div>
          <pre className="raw">{command}</pre>
          <div className="soft">
            {t('sources.howToken')} <Link to="/tokens">{t('sources.goTokens')}</Link>
          </div>
          <div className="soft">{t('sources.howBody')}</div>
        </div>
      )}
    </div>
  );
};
