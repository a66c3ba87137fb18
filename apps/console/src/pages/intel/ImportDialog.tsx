import { InboxOutlined } from '@ant-design/icons';
import { intelPermissions, IntelFormat, MAX_INTEL_BYTES } from '@chedun/intel/contract';
import type { z } from 'zod';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal, Select, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addFeed, importFile, listFeeds } from '../../api/intel.ts';
import { useMay } from '../../app/session.ts';
import { formatBytes } from '../../lib/format.ts';
import { useSay } from '../../ui/useSay.ts';
import { ImportReport } from './ImportReport.tsx';

type Format = z.infer<typeof IntelFormat>;

const NEW_FEED = 'new';
const DAYS = [0, 7, 30, 90, 184] as const;

/** Imports a file, and stays to show what came of it. */
export const ImportDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [importId, setImportId] = useState<string>();
  return (
    <Modal
      open
      width={importId === undefined ? 620 : 980}
      title={t(importId === undefined ? 'intel.importTitle' : 'intel.report')}
      footer={null}
      onCancel={onClose}
    >
      {importId === undefined ? <ImportForm onBegun={setImportId} /> : <ImportReport id={importId} />}
    </Modal>
  );
};

const useImport = (onBegun: (id: string) => void) => {
  const say = useSay();
  const client = useQueryClient();
  const [share, setShare] = useState(0);
  const send = useMutation({
    mutationFn: async (order: {
      readonly feed: string;
      readonly newName: string;
      readonly file: File;
      readonly format: Format;
      readonly lookBackDays: number;
    }) => {
      const { feed, newName, file, format, lookBackDays } = order;
      const feedId = feed === NEW_FEED ? (await addFeed({ name: newName, kind: 'upload' })).id : feed;
      const query = { name: file.name, format, lookBackDays };
      const signal = new AbortController().signal;
      return importFile(feedId, query, { body: file, onProgress: setShare, signal });
    },
    onSuccess: ({ id }) => {
      for (const key of ['intel-imports', 'intel-feeds']) void client.invalidateQueries({ queryKey: [key] });
      onBegun(id);
    },
    onError: say.problem,
  });
  return { send, share };
};

const ImportForm = ({ onBegun }: { readonly onBegun: (id: string) => void }) => {
  const { t } = useTranslation();
  const may = useMay();
  const { send, share } = useImport(onBegun);
  const feeds = useQuery({ queryKey: ['intel-feeds'], queryFn: ({ signal }) => listFeeds(signal) });
  const [file, setFile] = useState<File>();
  const [chosen, setChosen] = useState<string>();
  const [newName, setNewName] = useState('');
  const [format, setFormat] = useState<Format>('auto');
  const [lookBackDays, setLookBackDays] = useState(30);
  const known = feeds.data?.items ?? [];
  const feed =
    chosen ?? known.find(({ kind }) => kind === 'upload')?.id ?? (feeds.data === undefined ? undefined : NEW_FEED);
  const isNew = feed === NEW_FEED;
  const ready = file !== undefined && feed !== undefined && (!isNew || newName.trim() !== '');
  const options = [
    ...known.map(({ id, name }) => ({ value: id, label: name })),
    ...(may(intelPermissions.feeds) ? [{ value: NEW_FEED, label: t('intel.newFeed') }] : []),
  ];
  return (
    <div className="stack">
      <FileDrop file={file} onFile={setFile} />
      <Line label={t('intel.importInto')}>
        <Select<string> style={{ width: 240 }} value={feed ?? null} onChange={setChosen} options={options} />
        {isNew && (
          <Input
            style={{ width: 200 }}
            maxLength={100}
            placeholder={t('intel.newFeedName')}
            value={newName}
            onChange={({ target }) => setNewName(target.value)}
          />
        )}
      </Line>
      <ReadOptions format={format} onFormat={setFormat} days={lookBackDays} onDays={setLookBackDays} />
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button
          type="primary"
          disabled={!ready}
          loading={send.isPending}
          onClick={() => {
            if (file !== undefined && feed !== undefined)
              send.mutate({ feed, newName: newName.trim(), file, format, lookBackDays });
          }}
        >
          {send.isPending ? t('intel.sending', { percent: Math.round(share * 100) }) : t('intel.start')}
        </Button>
      </div>
    </div>
  );
};

interface FileDropProps {
  readonly file: File | undefined;
  readonly onFile: (file: File) => void;
}

const FileDrop = ({ file, onFile }: FileDropProps) => {
  const { t } = useTranslation();
  return (
    <Upload.Dragger
      showUploadList={false}
      beforeUpload={(picked) => {
        if (picked.size <= MAX_INTEL_BYTES) onFile(picked);
        return false;
      }}
    >
      <p className="ant-upload-drag-icon">
        <InboxOutlined />
      </p>
      <p>{file === undefined ? t('intel.dropHint') : `${file.name}  ${formatBytes(file.size)}`}</p>
    </Upload.Dragger>
  );
};

interface ReadOptionsProps {
  readonly format: Format;
  readonly onFormat: (format: Format) => void;
  readonly days: number;
  readonly onDays: (days: number) => void;
}

const ReadOptions = ({ format, onFormat, days: lookBackDays, onDays }: ReadOptionsProps) => {
  const { t } = useTranslation();
  return (
    <>
      <Line label={t('intel.format')}>
        <Select<Format>
          style={{ width: 240 }}
          value={format}
          onChange={onFormat}
          options={IntelFormat.options.map((value) => ({ value, label: t(`intel.formats.${value}`) }))}
        />
      </Line>
      <Line label={t('intel.lookBack')}>
        <Select<number>
          style={{ width: 240 }}
          value={lookBackDays}
          onChange={onDays}
          options={DAYS.map((days) => ({
            value: days,
            label: days === 0 ? t('intel.noLookBack') : t('intel.lookBackDays', { days }),
          }))}
        />
      </Line>
    </>
  );
};

const Line = ({ label, children }: { readonly label: string; readonly children: React.ReactNode }) => (
  <div className="row">
    <span style={{ width: 90 }} className="soft">
      {label}
    </span>
    {children}
  </div>
);
