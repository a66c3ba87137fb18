import { FeedAuth, FeedKind, IndicatorKindName, TlpLevel } from '@chedun/intel/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { Button, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { addFeed, taxiiCollections } from '../../api/intel.ts';
import { useSay } from '../../ui/useSay.ts';

/** What the form holds. */
interface FeedForm {
  readonly name: string;
  readonly kind: FeedKind;
  readonly url?: string;
  readonly collection?: string;
  readonly auth: z.infer<typeof FeedAuth>;
  readonly username?: string;
  readonly secret?: string;
  readonly intervalMinutes: number;
  readonly confidence?: number | null;
  readonly tlp?: TlpLevel | null;
  readonly ttlDays?: number | null;
  readonly valueKind?: IndicatorKindName | null;
}

const START: Partial<FeedForm> = { kind: 'taxii', auth: 'none', intervalMinutes: 60 };

const bodyOf = (form: FeedForm) => ({
  name: form.name,
  kind: form.kind,
  url: form.url?.trim() ?? '',
  collection: form.collection?.trim() ?? '',
  auth: form.auth,
  username: form.username?.trim() ?? '',
  ...(form.secret === undefined || form.secret === '' ? {} : { secret: form.secret }),
  intervalMinutes: form.intervalMinutes,
  confidence: form.confidence ?? null,
  tlp: form.tlp ?? null,
  ttlDays: form.ttlDays ?? null,
  valueKind: form.valueKind ?? null,
});

/** Makes a feed. */
export const FeedDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<FeedForm>();
  const save = useMutation({
    mutationFn: (values: FeedForm) => addFeed(bodyOf({ ...START, ...values } as FeedForm)),
    onSuccess: () => {
      say.done(t('intel.feedAdded'));
      void client.invalidateQueries({ queryKey: ['intel-feeds'] });
      onClose();
    },
    onError: say.problem,
  });
  const kind = Form.useWatch('kind', form) ?? 'taxii';
  return (
    <Modal
      open
      width={640}
      title={t('intel.addFeed')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<FeedForm> form={form} layout="vertical" initialValues={START} onFinish={(values) => save.mutate(values)}>
        <Form.Item name="kind" label={t('intel.kindName')} extra={t(`intel.feedKindHint.${kind}`)}>
          <Select options={FeedKind.options.map((value) => ({ value, label: t(`intel.feedKind.${value}`) }))} />
        </Form.Item>
        <Form.Item name="name" label={t('intel.feedName')} rules={[{ required: true, message: t('common.required') }]}>
          <Input maxLength={100} />
        </Form.Item>
        {kind !== 'upload' && <Provider kind={kind} />}
        <Standards kind={kind} />
      </Form>
    </Modal>
  );
};

const Provider = ({ kind }: { readonly kind: FeedKind }) => {
  const { t } = useTranslation();
  const form = Form.useFormInstance<FeedForm>();
  const auth = Form.useWatch('auth', form) ?? 'none';
  const needed = [{ required: true, message: t('common.required') }];
  const http = kind !== 'folder';
  return (
    <>
      {http && (
        <Form.Item name="url" label={t('intel.url')} rules={needed}>
          <Input placeholder={kind === 'taxii' ? 'https://taxii.example.org/taxii2/' : 'https://'} />
        </Form.Item>
      )}
      {http && (
        <div className="row" style={{ alignItems: 'flex-start' }}>
          <Form.Item name="auth" label={t('intel.auth')} style={{ flex: 1 }}>
            <Select options={FeedAuth.options.map((value) => ({ value, label: t(`intel.authKind.${value}`) }))} />
          </Form.Item>
          {auth === 'basic' && (
            <Form.Item name="username" label={t('intel.username')} rules={needed} style={{ flex: 1 }}>
              <Input autoComplete="off" />
            </Form.Item>
          )}
          {auth !== 'none' && (
            <Form.Item
              name="secret"
              label={t('intel.secret')}
              extra={t('intel.secretHint')}
              rules={needed}
              style={{ flex: 1 }}
            >
              <Input.Password autoComplete="new-password" />
            </Form.Item>
          )}
        </div>
      )}
      {(kind === 'taxii' || kind === 'folder') && (
        <Form.Item
          label={t(kind === 'taxii' ? 'intel.collection' : 'intel.folder')}
          required
          extra={kind === 'taxii' ? <Collections /> : undefined}
        >
          <Form.Item name="collection" noStyle rules={needed}>
            <Input />
          </Form.Item>
        </Form.Item>
      )}
      <Form.Item name="intervalMinutes" label={t('intel.interval')}>
        <InputNumber min={5} max={10_080} />
      </Form.Item>
    </>
  );
};

/** Asks the TAXII server what it has, with what is in the form. */
const Collections = () => {
  const { t } = useTranslation();
  const say = useSay();
  const form = Form.useFormInstance<FeedForm>();
  const ask = useMutation({
    mutationFn: () => {
      const { url, auth, username, secret } = form.getFieldsValue();
      return taxiiCollections({
        url: url?.trim() ?? '',
        auth: auth ?? 'none',
        username: username ?? '',
        ...(secret === undefined || secret === '' ? {} : { secret }),
      });
    },
    onError: say.problem,
  });
  const items = (ask.data?.items ?? []).filter(({ canRead }) => canRead);
  return (
    <span className="row wrap">
      <Button size="small" type="link" loading={ask.isPending} onClick={() => ask.mutate()}>
        {t('intel.findCollections')}
      </Button>
      {ask.data !== undefined && items.length === 0 && t('intel.noCollections')}
      {items.map(({ id, title, root }) => (
        <Button key={`${root}${id}`} size="small" onClick={() => form.setFieldsValue({ collection: id, url: root })}>
          {title === '' ? id : title}
        </Button>
      ))}
    </span>
  );
};

const Standards = ({ kind }: { readonly kind: FeedKind }) => {
  const { t } = useTranslation();
  const lists = kind !== 'taxii' && kind !== 'misp';
  return (
    <>
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <Form.Item
          name="confidence"
          label={t('intel.defaultConfidence')}
          extra={t('intel.defaultConfidenceHint')}
          style={{ flex: 1 }}
        >
          <InputNumber min={0} max={100} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="ttlDays" label={t('intel.ttl')} extra={t('intel.ttlHint')} style={{ flex: 1 }}>
          <InputNumber min={1} max={3650} style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <Form.Item name="tlp" label={t('intel.tlpName')} style={{ flex: 1 }}>
          <Select allowClear options={TlpLevel.options.map((value) => ({ value, label: t(`intel.tlp.${value}`) }))} />
        </Form.Item>
        {lists && (
          <Form.Item name="valueKind" label={t('intel.valueKind')} extra={t('intel.valueKindHint')} style={{ flex: 1 }}>
            <Select
              allowClear
              placeholder={t('intel.valueKindAuto')}
              options={IndicatorKindName.options.map((value) => ({ value, label: t(`intel.kind.${value}`) }))}
            />
          </Form.Item>
        )}
      </div>
    </>
  );
};
