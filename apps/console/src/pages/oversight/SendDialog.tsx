import { EventLevel, LEVEL, NoticeKind, type NoticeInput } from '@chedun/oversight/contract';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { bringNoticeFile, listBases, sendNotice } from '../../api/oversight.ts';
import { listEnterprises } from '../../api/supervision.ts';
import { ChosenFile } from '../../ui/ChosenFile.tsx';
import { useSay } from '../../ui/useSay.ts';
import { useWords } from '../documents/useWords.ts';
import { useProvince } from '../supervision/parts.tsx';
import {
  DayField,
  dayText,
  FormDialog,
  linesOf,
  MomentField,
  momentText,
  ProseField,
  useOversightChange,
} from './parts.tsx';

type Kind = z.input<typeof NoticeInput>['kind'];
interface Fields {
  readonly kind: Kind;
  readonly title: string;
  readonly text: string;
  readonly basis?: string;
  readonly dueOn: string;
  readonly indicators?: string;
  readonly enterprises: readonly string[];
  readonly level: EventLevel;
  readonly startsAt: string;
  readonly scope: string;
  readonly harm: string;
  readonly measures: string;
  readonly limit: string;
  readonly publisher: string;
  readonly telephone: string;
}
const KINDS = NoticeKind.options.filter((kind): kind is Kind => kind !== 'inspection');

const warningOf = (fields: Fields) => {
  const { level, scope, harm, measures, limit, publisher, telephone } = fields;
  const startsAt = new Date(fields.startsAt).toISOString();
  return { level, startsAt, scope, harm, measures, limit, publisher, telephone };
};

type Source = z.input<typeof NoticeInput>['source'];

const useSend = (file: File | undefined, source: Source, onClose: () => void) => {
  const { t } = useTranslation();
  const say = useSay();
  return useOversightChange(
    async (fields: Fields) => {
      const files = file === undefined ? [] : [(await bringNoticeFile(file)).id];
      const isWarning = fields.kind === 'warning';
      return sendNotice({
        kind: fields.kind,
        title: fields.title,
        text: fields.text,
        basis: fields.basis ?? '',
        dueOn: isWarning ? null : fields.dueOn,
        indicators: linesOf(fields.indicators),
        enterprises: [...fields.enterprises],
        files,
        warning: isWarning ? warningOf(fields) : null,
        ...(source === undefined ? {} : { source }),
      });
    },
    ({ notice }) => {
      say.done(t('oversight.notice.sent', { number: notice.number }));
      onClose();
    },
  );
};

/** Writes a notice, task, order or warning and sends it to enterprises. */
export const SendDialog = ({
  initial = {},
  source,
  onClose,
}: {
  readonly initial?: Partial<Fields>;
  readonly source?: z.input<typeof NoticeInput>['source'];
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const [file, setFile] = useState<File>();
  const kind = Form.useWatch('kind', form) ?? initial.kind ?? 'vulnerability';
  const send = useSend(file, source, onClose);
  const start: Partial<Fields> = {
    kind: 'vulnerability',
    dueOn: dayText(15),
    level: LEVEL.considerable,
    startsAt: momentText(Date.now()),
  };
  return (
    <FormDialog<Fields>
      title={t('oversight.notice.sendTitle')}
      form={form}
      width={720}
      pending={send.isPending}
      initial={{ ...start, ...initial }}
      onSend={(fields) => send.mutate(fields)}
      onClose={onClose}
    >
      <Form.Item name="kind" label={t('oversight.notice.kind')} rules={[{ required: true }]}>
        <Select options={KINDS.map((value) => ({ value, label: t(`oversight.notice.kinds.${value}`) }))} />
      </Form.Item>
      <FirmsField onChoose={(ids) => form.setFieldsValue({ enterprises: ids })} />
      <Form.Item name="title" label={t('oversight.notice.title')} rules={[{ required: true }]}>
        <Input maxLength={200} />
      </Form.Item>
      <ProseField name="text" label={t('oversight.notice.text')} rows={4} />
      {kind === 'warning' ? <WarningFields /> : <DayField name="dueOn" label={t('oversight.dueOn')} />}
      <BasisField kind={kind} />
      {kind !== 'warning' && (
        <Form.Item name="indicators" label={t('oversight.notice.indicators')}>
          <Input.TextArea rows={3} />
        </Form.Item>
      )}
      <Form.Item label={t('oversight.notice.attach')}>
        <ChosenFile onFile={setFile} />
      </Form.Item>
    </FormDialog>
  );
};

const FirmsField = ({ onChoose }: { readonly onChoose: (ids: readonly string[]) => void }) => {
  const { t } = useTranslation();
  const province = useProvince();
  const found = useQuery({
    queryKey: ['supervision', 'enterprises'],
    queryFn: ({ signal }) => listEnterprises(signal),
  });
  const firms = found.data?.items ?? [];
  const provinces = [...new Set(firms.map((each) => each.province))];
  return (
    <Form.Item label={t('oversight.notice.enterprises')} required>
      <div className="row nowrap" style={{ gap: 8 }}>
        <Form.Item name="enterprises" noStyle rules={[{ required: true, type: 'array', min: 1 }]}>
          <Select
            mode="multiple"
            showSearch
            maxTagCount="responsive"
            optionFilterProp="label"
            style={{ flex: 1 }}
            aria-label={t('oversight.notice.enterprises')}
            options={firms.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Select
          style={{ width: 130 }}
          placeholder={t('oversight.notice.province')}
          aria-label={t('oversight.notice.province')}
          options={provinces.map((value) => ({ value, label: province(value) }))}
          onChange={(code: string) => onChoose(firms.filter((each) => each.province === code).map(({ id }) => id))}
        />
        <Button disabled={firms.length === 0} onClick={() => onChoose(firms.map(({ id }) => id))}>
          {t('oversight.notice.allFirms')}
        </Button>
      </div>
    </Form.Item>
  );
};

/** Legal bases that a kind of notice can name; an order has to. */
export const BasisField = ({ kind }: { readonly kind: string }) => {
  const { t } = useTranslation();
  const words = useWords();
  const found = useQuery({ queryKey: ['oversight', 'bases'], queryFn: ({ signal }) => listBases(signal) });
  const options = (found.data?.items ?? [])
    .filter((each) => each.for.includes(kind))
    .map(({ id, title, gist, basis }) => ({
      value: id,
      label: t('oversight.withGist', {
        title: words(title),
        gist: words(gist),
        mark: basis === 'unverified' ? ` · ${t('oversight.unverified')}` : '',
      }),
    }));
  return (
    <Form.Item
      name="basis"
      label={t('oversight.notice.basis')}
      rules={[{ required: kind === 'order' || kind === 'inspection' }]}
    >
      <Select allowClear options={options} placeholder={t('oversight.notice.basisNone')} />
    </Form.Item>
  );
};

/** Contents of a warning (281号 4.4). */
export const WarningFields = () => {
  const { t } = useTranslation();
  return (
    <>
      <Alert type="warning" showIcon title={t('oversight.notice.colourNote')} style={{ marginBottom: 12 }} />
      <div className="row" style={{ gap: 12 }}>
        <Form.Item name="level" label={t('oversight.notice.level')} rules={[{ required: true }]}>
          <Select
            style={{ width: 140 }}
            options={EventLevel.options.map((value) => ({ value, label: t(`oversight.levels.${value}`) }))}
          />
        </Form.Item>
        <MomentField name="startsAt" label={t('oversight.notice.startsAt')} />
      </div>
      <ProseField name="scope" label={t('oversight.notice.scope')} rows={2} />
      <ProseField name="harm" label={t('oversight.notice.harm')} rows={2} />
      <ProseField name="measures" label={t('oversight.notice.measures')} rows={2} />
      <ProseField name="limit" label={t('oversight.notice.limit')} rows={1} />
      <div className="row" style={{ gap: 12 }}>
        <Form.Item name="publisher" label={t('oversight.notice.publisher')} rules={[{ required: true }]}>
          <Input maxLength={200} style={{ width: 280 }} />
        </Form.Item>
        <Form.Item
          name="telephone"
          label={t('oversight.notice.telephone')}
          rules={[{ required: true, pattern: /^\+?[0-9][0-9 -]{4,24}$/ }]}
        >
          <Input maxLength={26} style={{ width: 200 }} />
        </Form.Item>
      </div>
    </>
  );
};
