import { InboxOutlined } from '@ant-design/icons';
import type { AssetKind, ImportReport } from '@chedun/assets/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Modal, Steps, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assetTemplateUrl, importAssets } from '../../api/assets.ts';
import { formatBytes } from '../../lib/format.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ImportPreview } from './ImportPreview.tsx';

interface ImportWizardProps {
  readonly kind: AssetKind;
  readonly onClose: () => void;
}

const useImport = (kind: AssetKind) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [file, setFile] = useState<File>();
  const check = useMutation({ mutationFn: (chosen: File) => importAssets({ kind, mode: 'preview' }, chosen) });
  const apply = useMutation({
    mutationFn: (onError: 'stop' | 'skip') => importAssets({ kind, mode: 'apply', onError }, file ?? new Blob()),
    onSuccess: ({ created, updated, unchanged }) => {
      say.done(t('assetImport.done', { created, updated, unchanged }));
      for (const key of ['vehicles', 'hosts', 'services', 'asset-summary']) {
        void client.invalidateQueries({ queryKey: [key] });
      }
    },
  });
  const choose = (chosen: File): void => {
    setFile(chosen);
    check.mutate(chosen);
  };
  const restart = (): void => {
    setFile(undefined);
    check.reset();
    apply.reset();
  };
  return { file, check, apply, choose, restart };
};

/** Import in three steps: file, check, write. Nothing is changed before the last. */
export const ImportWizard = ({ kind, onClose }: ImportWizardProps) => {
  const { t } = useTranslation();
  const { file, check, apply, choose, restart } = useImport(kind);
  const step = apply.data === undefined ? (check.data === undefined ? 0 : 1) : 2;
  return (
    <Modal
      open
      width={860}
      title={t(`assetImport.title.${kind}`)}
      onCancel={onClose}
      footer={
        <WizardButtons
          report={check.data}
          done={apply.data !== undefined}
          pending={apply.isPending}
          onRestart={restart}
          onApply={apply.mutate}
          onClose={onClose}
        />
      }
    >
      <div className="stack" style={{ margin: '12px 0' }}>
        <Steps
          size="small"
          current={step}
          items={(['stepFile', 'stepPreview', 'stepDone'] as const).map((name) => ({
            title: t(`assetImport.${name}`),
          }))}
        />
        {check.data === undefined && <FileStep kind={kind} file={file} pending={check.isPending} onFile={choose} />}
        {check.error !== null && <ErrorState error={check.error} />}
        {apply.error !== null && <ErrorState error={apply.error} />}
        {check.data !== undefined && <ImportPreview report={apply.data ?? check.data} />}
      </div>
    </Modal>
  );
};

interface FileStepProps {
  readonly kind: AssetKind;
  readonly file: File | undefined;
  readonly pending: boolean;
  readonly onFile: (file: File) => void;
}

const FileStep = ({ kind, file, pending, onFile }: FileStepProps) => {
  const { t } = useTranslation();
  return (
    <>
      <div className="row between">
        <span className="soft">{t('assetImport.about')}</span>
        <span className="row">
          {t('assetImport.template')}
          <a href={assetTemplateUrl(kind, 'xlsx')}>XLSX</a>
          <a href={assetTemplateUrl(kind, 'csv')}>CSV</a>
        </span>
      </div>
      <Upload.Dragger
        accept=".csv,.xlsx"
        showUploadList={false}
        disabled={pending}
        beforeUpload={(chosen) => {
          onFile(chosen);
          return false;
        }}
      >
        <p style={{ fontSize: 28, color: 'var(--primary)' }}>
          <InboxOutlined />
        </p>
        <p>{pending ? t('assetImport.checking') : t('assetImport.choose')}</p>
        {file !== undefined && (
          <p className="soft">
            {file.name} · {formatBytes(file.size)}
          </p>
        )}
      </Upload.Dragger>
    </>
  );
};

interface WizardButtonsProps {
  readonly report: ImportReport | undefined;
  readonly done: boolean;
  readonly pending: boolean;
  readonly onRestart: () => void;
  readonly onApply: (onError: 'stop' | 'skip') => void;
  readonly onClose: () => void;
}

const WizardButtons = ({ report, done, pending, onRestart, onApply, onClose }: WizardButtonsProps) => {
  const { t } = useTranslation();
  if (done) {
    return (
      <Button type="primary" onClick={onClose}>
        {t('common.close')}
      </Button>
    );
  }
  if (report === undefined) return <Button onClick={onClose}>{t('common.cancel')}</Button>;
  const changes = report.created + report.updated > 0;
  return (
    <span className="row" style={{ justifyContent: 'flex-end' }}>
      <Button onClick={onRestart}>{t('assetImport.again')}</Button>
      {report.errorRows > 0 ? (
        <Button type="primary" disabled={!changes} loading={pending} onClick={() => onApply('skip')}>
          {t('assetImport.applySkip')}
        </Button>
      ) : (
        <Button type="primary" disabled={!changes} loading={pending} onClick={() => onApply('stop')}>
          {t('assetImport.apply')}
        </Button>
      )}
    </span>
  );
};
