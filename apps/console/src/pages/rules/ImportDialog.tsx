import { FileZipOutlined, FolderOpenOutlined } from '@ant-design/icons';
import type { ImportReport } from '@chedun/detection/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, Modal } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { importRuleset, listRulesets } from '../../api/detection.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { formatBytes } from '../../lib/format.ts';
import { zipStored } from '../../lib/zip.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { useSay } from '../../ui/useSay.ts';

type Report = z.output<typeof ImportReport>;

interface Picked {
  readonly name: string;
  readonly blob: Blob;
}

interface Typed {
  readonly name: string;
  readonly license?: string;
  readonly enable: boolean;
}

const packFolder = async (files: readonly File[]): Promise<Blob> => {
  const entries = await Promise.all(
    files.map(async (file) => ({
      path: file.webkitRelativePath || file.name,
      bytes: new Uint8Array(await file.arrayBuffer()),
    })),
  );
  return new Blob([zipStored(entries)], { type: 'application/zip' });
};

/** Imports a folder or ZIP of Sigma rules and shows what loaded and what did not. */
export const ImportDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<Typed>();
  const [picked, setPicked] = useState<Picked>();
  const send = useMutation({
    mutationFn: ({ name, license, enable }: Typed) =>
      importRuleset({ name, license: license ?? '', enable: enable ? 'true' : 'false' }, picked?.blob ?? new Blob()),
    onSuccess: () => {
      for (const key of ['rules', 'rulesets', 'engine', 'coverage']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  const finished = send.data !== undefined;
  return (
    <Modal
      open
      width={720}
      title={t('rules.importTitle')}
      okText={finished ? t('common.close') : t('rules.importStart')}
      cancelText={t('common.cancel')}
      cancelButtonProps={finished ? { style: { display: 'none' } } : {}}
      okButtonProps={{ disabled: !finished && picked === undefined }}
      confirmLoading={send.isPending}
      onCancel={onClose}
      onOk={finished ? onClose : form.submit}
    >
      {send.data === undefined ? (
        <div className="stack">
          <p className="soft">{t('rules.importAbout')}</p>
          <PickButtons picked={picked} onPick={setPicked} />
          {send.error !== null && <ErrorState error={send.error} />}
          <ImportForm form={form} onSubmit={(typed) => send.mutate(typed)} />
          <RulesetsThere />
        </div>
      ) : (
        <ReportView report={send.data} />
      )}
    </Modal>
  );
};

const ImportForm = ({
  form,
  onSubmit,
}: {
  readonly form: ReturnType<typeof Form.useForm<Typed>>[0];
  readonly onSubmit: (typed: Typed) => void;
}) => {
  const { t } = useTranslation();
  return (
    <Form form={form} layout="vertical" initialValues={{ enable: true }} onFinish={onSubmit}>
      <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 12 }}>
        <Form.Item
          name="name"
          label={t('rules.importName')}
          extra={t('rules.importNameRule')}
          rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9_-]{0,40}$/, message: t('rules.importNameRule') }]}
        >
          <Input />
        </Form.Item>
        <Form.Item name="license" label={`${t('rules.importLicense')} (${t('common.optional')})`}>
          <Input maxLength={100} placeholder="DRL-1.1" />
        </Form.Item>
      </div>
      <Form.Item name="enable" valuePropName="checked" style={{ marginBottom: 0 }}>
        <Checkbox>{t('rules.importEnable')}</Checkbox>
      </Form.Item>
    </Form>
  );
};

const PickButtons = ({
  picked,
  onPick,
}: {
  readonly picked: Picked | undefined;
  readonly onPick: (picked: Picked) => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const zip = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const pickFolder = async (files: FileList | null): Promise<void> => {
    const rules = [...(files ?? [])].filter(({ name }) => /\.ya?ml$/i.test(name));
    if (rules.length === 0) {
      say.problem(new Error(t('rules.importNoRules')));
      return;
    }
    const name = rules[0]?.webkitRelativePath.split('/')[0] ?? '';
    onPick({ name: `${name}/ (${rules.length})`, blob: await packFolder(rules) });
  };
  return (
    <div className="row wrap">
      <Button icon={<FolderOpenOutlined />} onClick={() => folder.current?.click()}>
        {t('rules.importFolder')}
      </Button>
      <Button icon={<FileZipOutlined />} onClick={() => zip.current?.click()}>
        {t('rules.importZip')}
      </Button>
      {picked !== undefined && (
        <span className="soft">
          {t('rules.importPicked', { name: picked.name, size: formatBytes(picked.blob.size) })}
        </span>
      )}
      <input
        ref={folder}
        type="file"
        hidden
        multiple
        {...{ webkitdirectory: '' }}
        onChange={(event) => void pickFolder(event.target.files)}
      />
      <input
        ref={zip}
        type="file"
        hidden
        accept=".zip,application/zip"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file !== undefined) onPick({ name: file.name, blob: file });
        }}
      />
    </div>
  );
};

const RulesetsThere = () => {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['rulesets'], queryFn: ({ signal }) => listRulesets(signal) });
  if (data === undefined || data.items.length === 0) return null;
  return (
    <div>
      <strong>{t('rules.rulesets')}</strong>
      {data.items.map((ruleset) => (
        <div key={ruleset.id} className="row between" style={{ padding: '4px 0' }}>
          <span>{ruleset.title}</span>
          <span className="soft">
            {t('rules.rulesetLine', {
              rules: ruleset.rules,
              enabled: ruleset.enabled,
              license: ruleset.license === '' ? t('common.unknown') : ruleset.license,
            })}
          </span>
        </div>
      ))}
    </div>
  );
};

const ReportView = ({ report }: { readonly report: Report }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { loaded, unchanged, removed, failures } = report;
  const columns = [
    {
      key: 'file',
      title: t('rules.file'),
      render: (row: Report['failures'][number]) => <span className="mono">{row.file}</span>,
      value: (row: Report['failures'][number]) => row.file,
    },
    {
      key: 'line',
      title: t('rules.line'),
      width: 70,
      render: (row: Report['failures'][number]) => row.line ?? '',
      value: (row: Report['failures'][number]) => row.line ?? 0,
    },
    {
      key: 'reason',
      title: t('rules.reason'),
      render: (row: Report['failures'][number]) => textIn(row.text, language),
      value: (row: Report['failures'][number]) => textIn(row.text, language),
    },
  ];
  return (
    <div className="stack">
      <strong>{t('rules.importDone', { loaded, unchanged, removed })}</strong>
      {failures.length > 0 && (
        <>
          <span style={{ color: 'var(--high)' }}>{t('rules.importFailures', { count: failures.length })}</span>
          <div className="panel" style={{ maxHeight: 320, overflowY: 'auto' }}>
            <DataTable
              columns={columns}
              rows={failures}
              rowKey={(row) => `${row.file}:${row.line}:${row.reason}`}
              empty={<EmptyState size="small" title={t('rules.lintClean')} />}
              exportName="chedun-rule-import"
              minWidth={600}
            />
          </div>
        </>
      )}
    </div>
  );
};
