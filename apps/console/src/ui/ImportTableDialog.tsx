import { UploadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSay } from './useSay.ts';

const SHOWN = 20;

/** Takes a table, says what came of it, and which of its rows were refused. */
export const ImportTableDialog = <Answer extends { readonly refused: readonly unknown[] }>({
  title,
  about,
  example,
  send,
  refreshes,
  taken,
  refusal,
  onClose,
}: {
  readonly title: string;
  readonly about: string;
  readonly example: string;
  readonly send: (file: Blob) => Promise<Answer>;
  /** Key of the queries that show what was taken. */
  readonly refreshes: readonly string[];
  readonly taken: (answer: Answer) => string;
  readonly refusal: (row: Answer['refused'][number]) => string;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const bring = useMutation({
    mutationFn: send,
    onSuccess: async () => client.invalidateQueries({ queryKey: refreshes }),
    onError: say.problem,
  });
  const take = (file: Blob): boolean => {
    bring.mutate(new Blob([file], { type: 'application/octet-stream' }));
    return false;
  };
  const done = bring.data;
  const refused = done?.refused.slice(0, SHOWN).map(refusal) ?? [];
  return (
    <Modal open width={640} title={title} footer={null} onCancel={onClose}>
      <div className="stack" style={{ margin: '12px 0' }}>
        <span>{about}</span>
        <pre className="mono" style={{ margin: 0, whiteSpace: 'pre-wrap' }}>
          {example}
        </pre>
        <Upload accept=".csv,.xlsx,.txt" showUploadList={false} beforeUpload={take}>
          <Button type="primary" icon={<UploadOutlined />} loading={bring.isPending}>
            {t('tableImport.choose')}
          </Button>
        </Upload>
        {done && <Alert type="success" showIcon title={taken(done)} />}
        {refused.length > 0 && (
          <Alert
            type="warning"
            showIcon
            title={t('tableImport.refused', { count: done?.refused.length })}
            style={{ whiteSpace: 'pre-line' }}
            description={refused.join('\n')}
          />
        )}
      </div>
    </Modal>
  );
};
