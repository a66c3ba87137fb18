import { ImportFormat, type AccountsImported } from '@chedun/access-reviews/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal, Radio, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { importAccounts } from '../../api/accessReviews.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useSay } from '../../ui/useSay.ts';

const SHOWN = 20;

const useBring = (format: ImportFormat, system: string) => {
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ chosen, apply }: { readonly chosen: readonly File[]; readonly apply: 'yes' | 'no' }) => {
      const source = chosen
        .map(({ name }) => name)
        .join(' ')
        .slice(0, 200);
      const parts = chosen.length === 1 ? [...chosen] : chosen.flatMap((file) => [file, '\n']);
      const file = new Blob(parts, { type: 'application/octet-stream' });
      return importAccounts({ format, system: system.trim(), source, apply, file });
    },
    onSuccess: async (answer) => {
      if (answer.isApplied) await client.invalidateQueries({ queryKey: ['access-reviews'] });
    },
    onError: say.problem,
  });
};

/** Takes files of accounts: first what they hold, then, when people want it, the snapshot. */
export const ImportAccounts = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [format, setFormat] = useState<ImportFormat>('table');
  const [system, setSystem] = useState('');
  const [files, setFiles] = useState<readonly File[]>([]);
  const bring = useBring(format, system);
  const forget = (): void => {
    setFiles([]);
    bring.reset();
  };
  const take = (file: File, list: readonly File[]): boolean => {
    // The component tells every file of one choice by itself: act once, with all of them.
    if (list.at(-1) === file) {
      setFiles(list);
      bring.mutate({ chosen: list, apply: 'no' });
    }
    return false;
  };
  return (
    <Modal open width={680} title={t('accessReviews.import')} footer={null} onCancel={onClose}>
      <Form layout="vertical" style={{ marginTop: 12 }}>
        <p style={{ marginBottom: 16 }}>{t('accessReviews.importAbout')}</p>
        <Form.Item label={t('accessReviews.format')} extra={t(`accessReviews.formatHints.${format}`)}>
          <Radio.Group
            value={format}
            onChange={(event) => {
              setFormat(ImportFormat.parse(event.target.value));
              forget();
            }}
            options={ImportFormat.options.map((value) => ({ value, label: t(`accessReviews.formats.${value}`) }))}
          />
        </Form.Item>
        <Form.Item label={t('accessReviews.systemName')} extra={t('accessReviews.systemNameHint')}>
          <Input
            maxLength={200}
            value={system}
            onChange={(event) => {
              setSystem(event.target.value);
              forget();
            }}
          />
        </Form.Item>
        <div className="row" style={{ gap: 10 }}>
          <Upload showUploadList={false} multiple={format === 'linux'} beforeUpload={take}>
            <Button loading={bring.isPending}>{t('accessReviews.choose')}</Button>
          </Upload>
          {bring.data?.isApplied === false && bring.data.systems.length > 0 && (
            <Button type="primary" onClick={() => bring.mutate({ chosen: files, apply: 'yes' })}>
              {t('accessReviews.apply')}
            </Button>
          )}
        </div>
        {bring.data && <Report answer={bring.data} />}
      </Form>
    </Modal>
  );
};

const Report = ({ answer }: { readonly answer: AccountsImported }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const counts = { rows: answer.rows, refused: answer.refusedRows };
  return (
    <div className="stack" style={{ marginTop: 12 }}>
      <Alert
        type={answer.isApplied ? 'success' : 'info'}
        showIcon
        title={t(answer.isApplied ? 'accessReviews.applied' : 'accessReviews.preview', counts)}
        style={{ whiteSpace: 'pre-line' }}
        description={answer.systems
          .slice(0, SHOWN)
          .map((system) => t('accessReviews.previewLine', system))
          .join('\n')}
      />
      {answer.refused.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('tableImport.refused', { count: answer.refusedRows })}
          style={{ whiteSpace: 'pre-line' }}
          description={answer.refused
            .slice(0, SHOWN)
            .map(({ text, ...row }) => t('accessReviews.refusedLine', { ...row, text: textIn(text, language) }))
            .join('\n')}
        />
      )}
    </div>
  );
};
