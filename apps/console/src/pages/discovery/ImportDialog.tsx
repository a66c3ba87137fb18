import { InboxOutlined } from '@ant-design/icons';
import type { ImportQuery, ImportReport } from '@chedun/discovery/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal, Select, Steps, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { importDiscovery } from '../../api/discovery.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ImportPreview } from './ImportPreview.tsx';

const FORMATS = [
  'nmap',
  'isc-dhcp',
  'kea',
  'dnsmasq',
  'neighbours',
  'table',
  'aws',
  'aliyun',
  'tencent',
  'huawei',
] as const;

const useImport = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [file, setFile] = useState<File>();
  const [format, setFormat] = useState<ImportQuery['format']>('auto');
  const [columns, setColumns] = useState('');
  const query = { format, ...(columns.trim() === '' ? {} : { columns: columns.trim() }) };
  const check = useMutation({ mutationFn: (chosen: File) => importDiscovery({ mode: 'preview', ...query }, chosen) });
  const apply = useMutation({
    mutationFn: (chosen: File) => importDiscovery({ mode: 'apply', ...query }, chosen),
    onSuccess: ({ taken, appeared, changes }) => {
      say.done(t('discovery.applied', { taken, appeared, changes }));
      void client.invalidateQueries({ queryKey: ['discovery'] });
    },
  });
  const choose = (chosen: File): boolean => {
    setFile(chosen);
    check.mutate(chosen);
    return false;
  };
  const restart = (): void => {
    setFile(undefined);
    check.reset();
    apply.reset();
  };
  return { file, format, setFormat, columns, setColumns, check, apply, choose, restart };
};

type Importing = ReturnType<typeof useImport>;

/** Import in three steps: file, check, take. Nothing is changed before the last. */
export const ImportDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const importing = useImport();
  const { check, apply } = importing;
  const report = apply.data ?? check.data;
  const step = apply.data === undefined ? (check.data === undefined ? 0 : 1) : 2;
  return (
    <Modal
      open
      width={860}
      title={t('discovery.import')}
      onCancel={onClose}
      footer={<Buttons importing={importing} report={check.data} onClose={onClose} />}
    >
      <div className="stack" style={{ margin: '12px 0' }}>
        <Steps
          size="small"
          current={step}
          items={(['file', 'preview', 'done'] as const).map((name) => ({ title: t(`discovery.step.${name}`) }))}
        />
        {report === undefined ? <FileStep importing={importing} /> : <ImportPreview report={report} />}
        {check.error !== null && <ErrorState error={check.error} />}
        {apply.error !== null && <ErrorState error={apply.error} />}
      </div>
    </Modal>
  );
};

const FileStep = ({ importing }: { readonly importing: Importing }) => {
  const { t } = useTranslation();
  const { file, format, setFormat, columns, setColumns, check, choose } = importing;
  return (
    <>
      <div className="row wrap" style={{ gap: 12 }}>
        <span>{t('discovery.format')}</span>
        <Select<ImportQuery['format']>
          style={{ width: 180 }}
          value={format}
          aria-label={t('discovery.format')}
          onChange={setFormat}
          options={[
            { value: 'auto', label: t('discovery.auto') },
            ...FORMATS.map((value) => ({ value, label: t(`discovery.source.${value}`) })),
          ]}
        />
        {(format === 'auto' || format === 'table') && (
          <>
            <span>{t('discovery.columns')}</span>
            <Input
              className="grow"
              value={columns}
              maxLength={600}
              aria-label={t('discovery.columns')}
              placeholder={t('discovery.columnsHint')}
              onChange={(event) => setColumns(event.target.value)}
            />
          </>
        )}
      </div>
      <Upload.Dragger showUploadList={false} disabled={check.isPending} beforeUpload={choose}>
        <p className="ant-upload-drag-icon">
          <InboxOutlined />
        </p>
        <p>{file === undefined ? t('discovery.drop') : `${file.name} · ${formatBytes(file.size)}`}</p>
        <p className="soft" style={{ padding: '0 24px' }}>
          {t('discovery.dropHint')}
        </p>
      </Upload.Dragger>
    </>
  );
};

const Buttons = ({
  importing,
  report,
  onClose,
}: {
  readonly importing: Importing;
  readonly report: ImportReport | undefined;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { file, apply, restart } = importing;
  if (apply.data !== undefined)
    return (
      <Button type="primary" onClick={onClose}>
        {t('common.close')}
      </Button>
    );
  if (report === undefined || file === undefined) return <Button onClick={onClose}>{t('common.cancel')}</Button>;
  return (
    <>
      <Button onClick={restart}>{t('discovery.again')}</Button>
      <Button type="primary" disabled={report.taken === 0} loading={apply.isPending} onClick={() => apply.mutate(file)}>
        {t('discovery.apply', { count: report.taken, shown: formatCount(report.taken) })}
      </Button>
    </>
  );
};
