import { UploadOutlined } from '@ant-design/icons';
import type { ImportReport } from '@chedun/suppliers/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { importSuppliers } from '../../api/suppliers.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useSay } from '../../ui/useSay.ts';

const SHOWN = 20;

const Report = ({ report }: { readonly report: ImportReport }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { applied, rows, added, changed, unchanged, refusedRows, refused } = report;
  return (
    <>
      <Alert
        type={applied ? 'success' : 'info'}
        showIcon
        title={t(applied ? 'suppliers.importDone' : 'suppliers.importPreview', {
          rows,
          added,
          changed,
          unchanged,
          refused: refusedRows,
        })}
      />
      {refusedRows > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('tableImport.refused', { count: refusedRows })}
          style={{ whiteSpace: 'pre-line' }}
          description={refused
            .slice(0, SHOWN)
            .map(({ text, ...place }) => t('suppliers.refusedRow', { ...place, text: textIn(text, language) }))
            .join('\n')}
        />
      )}
    </>
  );
};

/** Looks at a table first, and takes its good rows when somebody says so. */
export const ImportSuppliers = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [file, setFile] = useState<Blob>();
  const bring = useMutation({
    mutationFn: importSuppliers,
    onSuccess: async ({ applied }) => {
      if (applied) await client.invalidateQueries({ queryKey: ['suppliers'] });
    },
    onError: say.problem,
  });
  const choose = (chosen: Blob): boolean => {
    const bytes = new Blob([chosen], { type: 'application/octet-stream' });
    setFile(bytes);
    bring.mutate({ file: bytes, mode: 'preview' });
    return false;
  };
  const report = bring.data;
  const good = report === undefined || report.applied ? 0 : report.added + report.changed;
  return (
    <Modal open width={680} title={t('suppliers.importTitle')} footer={null} onCancel={onClose}>
      <div className="stack" style={{ margin: '12px 0' }}>
        <span>{t('suppliers.importAbout')}</span>
        <pre className="mono" style={{ margin: 0, whiteSpace: 'pre-wrap' }}>
          {t('suppliers.importExample').replaceAll('|', ',')}
        </pre>
        <div className="row" style={{ gap: 8 }}>
          <Upload accept=".csv,.xlsx,.txt" showUploadList={false} beforeUpload={choose}>
            <Button icon={<UploadOutlined />} loading={bring.isPending && good === 0}>
              {t('suppliers.importChoose')}
            </Button>
          </Upload>
          {good > 0 && file !== undefined && (
            <Button type="primary" loading={bring.isPending} onClick={() => bring.mutate({ file, mode: 'apply' })}>
              {t('suppliers.importApply', { count: good })}
            </Button>
          )}
        </div>
        {report !== undefined && <Report report={report} />}
      </div>
    </Modal>
  );
};
