import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Form, InputNumber, Modal, Progress, Radio } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadWithProgress } from '../../api/download.ts';
import type { DownloadProgress } from '../../api/download.ts';
import { scopeQuery } from '../../api/search.ts';
import type { EventScope } from '../../api/search.ts';
import { formatBytes, formatCount, percent } from '../../lib/format.ts';
import { useSay } from '../../ui/useSay.ts';

interface Typed {
  readonly format: 'csv' | 'ndjson';
  readonly max: number;
}

const MOST = 1_000_000;

/** Exports what a query finds, with progress and a way to stop. */
export const ExportButton = ({ scope, total }: { readonly scope: EventScope; readonly total: number | undefined }) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<DownloadOutlined />} onClick={() => setOpen(true)}>
        {t('search.export')}
      </Button>
      {open && <ExportDialog scope={scope} total={total} onClose={() => setOpen(false)} />}
    </>
  );
};

const useExport = (scope: EventScope, total: number | undefined, onDone: () => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const [progress, setProgress] = useState<DownloadProgress>();
  const abort = useRef<AbortController>(undefined);
  const run = useMutation({
    mutationFn: ({ format, max }: Typed) => {
      abort.current = new AbortController();
      const query = { ...scopeQuery(scope), format, max };
      const expected = {
        name: `chedun-events.${format}`,
        total: total === undefined ? undefined : Math.min(total, max),
      };
      return downloadWithProgress('/events/export', query, expected, setProgress, abort.current.signal);
    },
    onSuccess: ({ lines }) => {
      say.done(t('search.exportDone', { lines: formatCount(lines) }));
      onDone();
    },
    onError: (error) => {
      if (abort.current?.signal.aborted !== true) say.problem(error);
    },
    onSettled: () => setProgress(undefined),
  });
  return { run, progress, stop: () => abort.current?.abort() };
};

const ExportDialog = ({
  scope,
  total,
  onClose,
}: {
  readonly scope: EventScope;
  readonly total: number | undefined;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Typed>();
  const { run, progress, stop } = useExport(scope, total, onClose);
  const close = (): void => {
    stop();
    onClose();
  };
  return (
    <Modal
      open
      title={t('search.exportTitle')}
      okText={t('search.exportStart')}
      cancelText={run.isPending ? t('search.exportStop') : t('common.cancel')}
      // not confirmLoading: it would make the stop button do nothing
      okButtonProps={{ loading: run.isPending }}
      onCancel={close}
      onOk={form.submit}
    >
      <Form
        form={form}
        layout="vertical"
        disabled={run.isPending}
        initialValues={{ format: 'csv', max: 100_000 }}
        onFinish={(typed) => run.mutate(typed)}
        style={{ marginTop: 12 }}
      >
        <Form.Item name="format" label={t('search.exportFormat')}>
          <Radio.Group
            vertical
            options={[
              { value: 'csv', label: t('search.exportCsv') },
              { value: 'ndjson', label: t('search.exportNdjson') },
            ]}
          />
        </Form.Item>
        <Form.Item
          name="max"
          label={t('search.exportMax')}
          extra={total === undefined ? undefined : t('search.total', { total: formatCount(total) })}
        >
          <InputNumber min={1} max={MOST} style={{ width: 180 }} />
        </Form.Item>
      </Form>
      {progress !== undefined && <ExportProgress progress={progress} />}
      <div className="faint">{t('search.exportNote')}</div>
    </Modal>
  );
};

const ExportProgress = ({ progress }: { readonly progress: DownloadProgress }) => {
  const { t } = useTranslation();
  const { lines, bytes, total } = progress;
  return (
    <div style={{ marginBottom: 10 }}>
      <Progress
        percent={total === undefined ? 100 : Math.min(100, percent(lines, total))}
        status="active"
        showInfo={total !== undefined}
      />
      <div className="soft">{t('search.exportRunning', { lines: formatCount(lines), size: formatBytes(bytes) })}</div>
    </div>
  );
};
