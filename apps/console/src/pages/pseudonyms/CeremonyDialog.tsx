import type { CeremonyPlan, PermissionRange, SuiteName } from '@chedun/pseudonyms/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, InputNumber, Modal, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { proposeV2xCeremony } from '../../api/credentials.ts';
import { useSay } from '../../ui/useSay.ts';
import { toBase64 } from './bytesOf.ts';
import { useProfiles } from './useProfiles.ts';

type Kind = Exclude<CeremonyPlan['kind'], 'create-hierarchy'>;
const KINDS: readonly Kind[] = ['service-authority', 'authority-list', 'foreign-authority'];

interface Values {
  readonly name: string;
  readonly years: number;
  readonly days: number;
  readonly crlUrl?: string;
  readonly certificate: string;
  readonly aids: string;
  readonly note: string;
}

const SORTED = (ranges: readonly PermissionRange[]): PermissionRange[] => {
  const known = new Map(ranges.map((range) => [JSON.stringify(range), range]));
  return [...known.values()].toSorted((a, b) => a.aid - b.aid);
};

const planOf = (
  kind: Kind,
  suite: SuiteName,
  { name, years, days, crlUrl, certificate, aids }: Values,
  ranges: PermissionRange[],
) => {
  switch (kind) {
    case 'service-authority':
      return { kind, suite, name, years, ranges };
    case 'authority-list':
      return { kind, suite, days, ...(crlUrl === undefined || crlUrl === '' ? {} : { crlUrl }) };
    case 'foreign-authority':
      return {
        kind,
        suite,
        years,
        certificate: toBase64(certificate),
        ranges: aids
          .split(/[,\uff0c\s]+/)
          .filter((one) => one !== '')
          .map((one) => ({ aid: Number(one), ssp: { kind: 'any' as const } })),
      };
  }
};

/** Proposes what is done with the key of the root. */
export const CeremonyDialog = ({ suite, onClose }: { readonly suite: SuiteName; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const [kind, setKind] = useState<Kind>('service-authority');
  const profiles = useProfiles();
  const ranges = useMemo(() => SORTED((profiles ?? []).flatMap(({ permissions }) => permissions)), [profiles]);
  const propose = useMutation({
    mutationFn: proposeV2xCeremony,
    onSuccess: async () => {
      say.done(t('credentials.proposed'));
      await client.invalidateQueries({ queryKey: ['pseudonyms'] });
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('credentials.propose')}
      okText={t('credentials.propose')}
      cancelText={t('common.cancel')}
      confirmLoading={propose.isPending}
      // An authority for services takes its ranges from the profiles: not before they are there.
      okButtonProps={{ disabled: kind === 'service-authority' && ranges.length === 0 }}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ years: 5, days: 180 }}
        onFinish={(values) => propose.mutate({ plan: planOf(kind, suite, values, ranges), note: values.note })}
      >
        <Form.Item label={t('credentials.plan')}>
          <Select<Kind>
            value={kind}
            onChange={setKind}
            options={KINDS.map((value) => ({ value, label: t(`credentials.planOf.${value}`) }))}
          />
        </Form.Item>
        <Fields kind={kind} ranges={ranges} />
        <Form.Item
          name="note"
          label={t('credentials.why')}
          extra={t('credentials.whyHint')}
          rules={[{ required: true, min: 2 }]}
        >
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
};

const Fields = ({ kind, ranges }: { readonly kind: Kind; readonly ranges: readonly PermissionRange[] }) => {
  const { t } = useTranslation();
  const years = (
    <Form.Item name="years" label={t('credentials.years')} rules={[{ required: true }]}>
      <InputNumber min={1} max={7} />
    </Form.Item>
  );
  if (kind === 'authority-list')
    return (
      <>
        <Form.Item name="days" label={t('credentials.days')} rules={[{ required: true }]}>
          <InputNumber min={1} max={3650} />
        </Form.Item>
        <Form.Item name="crlUrl" label={t('credentials.crlUrl')} rules={[{ type: 'url' }]}>
          <Input className="mono" maxLength={300} placeholder="https://v2x.example.cn/crl" />
        </Form.Item>
      </>
    );
  if (kind === 'foreign-authority')
    return (
      <>
        <Form.Item
          name="certificate"
          label={t('credentials.foreignCertificate')}
          extra={t('credentials.foreignHint')}
          rules={[{ required: true }]}
        >
          <Input.TextArea className="mono" rows={4} />
        </Form.Item>
        <Form.Item
          name="aids"
          label={t('credentials.foreignRanges')}
          rules={[{ required: true, pattern: /^[0-9,\uff0c\s]+$/ }]}
        >
          <Input className="mono" maxLength={200} placeholder="112, 113" />
        </Form.Item>
        {years}
      </>
    );
  return (
    <>
      <Form.Item
        name="name"
        label={t('credentials.name')}
        rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9.-]{1,99}$/, message: t('pseudonyms.domainHint') }]}
      >
        <Input className="mono" maxLength={100} placeholder="services.v2x.example.cn" />
      </Form.Item>
      {years}
      <Form.Item label={t('credentials.ranges')} extra={t('credentials.rangesHint')}>
        <span className="mono">{[...new Set(ranges.map(({ aid }) => aid))].join(' · ')}</span>
      </Form.Item>
    </>
  );
};
