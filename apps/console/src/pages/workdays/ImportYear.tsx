import { UploadOutlined } from '@ant-design/icons';
import type { ImportResult } from '@chedun/workdays/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, InputNumber, Modal, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { importYear } from '../../api/workdays.ts';
import { useSay } from '../../ui/useSay.ts';

const SHOWN = 12;

/** Takes the holidays of a year as a file and says what of it was not understood. */
export const ImportYear = ({
  first,
  onDone,
  onClose,
}: {
  /** Year that is proposed. */
  readonly first: number;
  readonly onDone: (year: number) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [year, setYear] = useState(first);
  const [source, setSource] = useState<string>();
  const bring = useMutation({
    mutationFn: importYear,
    onSuccess: async (answer) => {
      await client.invalidateQueries({ queryKey: ['workdays'] });
      onDone(answer.year);
    },
    onError: say.problem,
  });
  const named = source ?? t('workdays.sourceOf', { year });
  const take = (file: File): boolean => {
    const format = /\.ics$/i.test(file.name) ? 'ics' : 'csv';
    const bytes = new Blob([file], { type: 'application/octet-stream' });
    bring.mutate({ year, source: named, file: bytes, format });
    return false;
  };
  const done = bring.data;
  return (
    <Modal open width={640} title={t('workdays.import')} footer={null} onCancel={onClose}>
      <div className="stack" style={{ margin: '12px 0' }}>
        <span>{t('workdays.importAbout')}</span>
        <div className="row" style={{ gap: 10 }}>
          <InputNumber
            min={2000}
            max={2200}
            value={year}
            onChange={(value) => setYear(value ?? first)}
            aria-label={t('workdays.year')}
          />
          <Input
            value={named}
            onChange={(event) => setSource(event.target.value)}
            aria-label={t('workdays.source')}
            maxLength={300}
          />
        </div>
        <pre className="mono">{t('workdays.example')}</pre>
        <Upload accept=".csv,.txt,.ics" showUploadList={false} beforeUpload={take}>
          <Button type="primary" icon={<UploadOutlined />} loading={bring.isPending}>
            {t('workdays.choose')}
          </Button>
        </Upload>
        {done && <Imported done={done} />}
      </div>
    </Modal>
  );
};

const Imported = ({ done }: { readonly done: ImportResult }) => {
  const { t } = useTranslation();
  return (
    <>
      <Alert
        type="success"
        showIcon
        title={t('workdays.imported', { year: done.year, holidays: done.holidays, workdays: done.workdays })}
      />
      {done.unclear.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('workdays.unclear', { count: done.unclear.length })}
          description={done.unclear.slice(0, SHOWN).join(', ')}
        />
      )}
    </>
  );
};
