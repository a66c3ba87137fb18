import type { Policy, Version } from '@chedun/policies/contract';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getOverview, writeDraft } from '../../api/policies.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { ChosenFile } from '../../ui/ChosenFile.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { usePolicyWork } from './usePolicyWork.ts';

interface Fields {
  readonly text: string;
  readonly obligations: string[];
  readonly references: string[];
  readonly note: string;
  readonly keepFile?: boolean;
}

/** Writes the draft of a version: its text or file, the clauses that it covers, what changed. */
export const DraftEditor = ({
  policy,
  version,
  onClose,
}: {
  readonly policy: Policy;
  readonly version: Version;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const [file, setFile] = useState<File>();
  const save = usePolicyWork(writeDraft, { onDone: onClose });
  const { number, text, obligations, references, note } = version;
  const finish = ({ keepFile, ...fields }: Fields): void =>
    save.mutate({
      id: policy.id,
      number,
      draft: { ...fields, keepFile: file === undefined && keepFile === true },
      file,
    });
  return (
    <Panel
      title={`${t('policies.editDraft')} · ${t('policies.versionOf', { number })}`}
      extra={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ text, obligations, references, note, keepFile: version.file !== null }}
        onFinish={finish}
      >
        <Form.Item name="text" label={t('policies.text')} extra={t('policies.textHint')}>
          <Input.TextArea autoSize={{ minRows: 14, maxRows: 28 }} maxLength={200_000} />
        </Form.Item>
        <FileFields name={version.file?.name} onFile={setFile} />
        <ClauseSelect />
        <Form.Item name="references" label={t('policies.references')} extra={t('policies.referencesHint')}>
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
        <Form.Item name="note" label={t('policies.note')}>
          <Input maxLength={1000} />
        </Form.Item>
      </Form>
    </Panel>
  );
};

const ClauseSelect = () => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { data } = useQuery({ queryKey: ['policies', 'overview'], queryFn: ({ signal }) => getOverview(signal) });
  const options = (data?.clauses ?? []).map(({ obligation, title }) => ({
    value: obligation,
    label: `${obligation} ${textIn(title, language)}`,
  }));
  return (
    <Form.Item name="obligations" label={t('policies.clauses')}>
      <Select mode="multiple" options={options} optionFilterProp="label" />
    </Form.Item>
  );
};

const FileFields = ({
  name,
  onFile,
}: {
  readonly name: string | undefined;
  readonly onFile: (file: File | undefined) => void;
}) => {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item label={t('policies.file')}>
        <ChosenFile onFile={onFile} />
      </Form.Item>
      {name !== undefined && (
        <Form.Item name="keepFile" valuePropName="checked">
          <Checkbox>{t('policies.keepFile', { name })}</Checkbox>
        </Form.Item>
      )}
    </>
  );
};
