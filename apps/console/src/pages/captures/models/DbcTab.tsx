import { UploadOutlined } from '@ant-design/icons';
import { capturesPermissions } from '@chedun/captures/contract';
import type { DbcFile } from '@chedun/captures/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Input, Popconfirm, Upload } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteDbcFile, listDbcFiles, uploadDbcFile } from '../../../api/captures.ts';
import { useMay } from '../../../app/session.ts';
import { formatBytes, formatCount } from '../../../lib/format.ts';
import { shownColumn, textColumn } from '../../../ui/columns.tsx';
import type { Column } from '../../../ui/columns.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { TimeText } from '../../../ui/Time.tsx';
import { useSay } from '../../../ui/useSay.ts';
import { DbcMessages } from './DbcMessages.tsx';

const columnsOf = (t: TFunction): readonly Column<DbcFile>[] => [
  textColumn('name', t('captures.name'), (row) => row.name, { clip: 'clip' }),
  textColumn('model', t('captures.vehicleModel'), (row) => row.vehicleModel, { width: 150, clip: 'clip' }),
  textColumn('messages', t('dbc.messages'), (row) => row.messages, { width: 90, align: 'right' }),
  textColumn('signals', t('dbc.signals'), (row) => row.signals, { width: 90, align: 'right' }),
  textColumn('problems', t('dbc.problems'), (row) => row.problems.length, { width: 96, align: 'right' }),
  shownColumn(
    'size',
    t('captures.size'),
    (row) => row.size,
    (row) => formatBytes(row.size),
    { width: 90, align: 'right' },
  ),
  textColumn('by', t('captures.uploader'), (row) => row.uploadedBy.name, { width: 110, clip: 'clip' }),
  shownColumn(
    'at',
    t('captures.uploadedAt'),
    (row) => row.uploadedAt,
    (row) => <TimeText at={row.uploadedAt} />,
    { width: 164 },
  ),
  { key: 'acts', title: '', width: 84, align: 'right', render: (row) => <Remove file={row} /> },
];

const Remove = ({ file }: { readonly file: DbcFile }) => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteDbcFile(file.id),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['dbc-files'] }),
    onError: say.problem,
  });
  if (!may(capturesPermissions.models)) return null;
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events
    <span onClick={(event) => event.stopPropagation()}>
      <Popconfirm title={t('dbc.deleteQuestion')} okText={t('common.remove')} onConfirm={() => remove.mutate()}>
        <Button size="small" type="link" danger loading={remove.isPending}>
          {t('common.remove')}
        </Button>
      </Popconfirm>
    </span>
  );
};

const Add = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [vehicleModel, setVehicleModel] = useState('');
  const send = useMutation({
    mutationFn: (file: File) => uploadDbcFile(file, vehicleModel.trim()),
    onSuccess: ({ messages, signals }) => {
      say.done(t('dbc.added', { messages: formatCount(messages), signals: formatCount(signals) }));
      void client.invalidateQueries({ queryKey: ['dbc-files'] });
    },
    onError: say.problem,
  });
  return (
    <span className="row">
      <Input
        size="small"
        style={{ width: 180 }}
        placeholder={t('captures.modelPlaceholder')}
        aria-label={t('captures.vehicleModel')}
        value={vehicleModel}
        onChange={({ target }) => setVehicleModel(target.value)}
      />
      <Upload
        accept=".dbc"
        showUploadList={false}
        beforeUpload={(file) => {
          send.mutate(file);
          return false;
        }}
      >
        <Button size="small" type="primary" icon={<UploadOutlined />} loading={send.isPending}>
          {t('dbc.add')}
        </Button>
      </Upload>
    </span>
  );
};

/** The library of DBC files: what the bits of CAN messages mean. */
export const DbcTab = () => {
  const { t } = useTranslation();
  const may = useMay();
  const [opened, setOpened] = useState<DbcFile>();
  const columns = useMemo(() => columnsOf(t), [t]);
  const files = useQuery({ queryKey: ['dbc-files'], queryFn: ({ signal }) => listDbcFiles(signal) });
  return (
    <Panel
      title={t('captures.dbcTab')}
      hint={t('dbc.about')}
      extra={may(capturesPermissions.models) ? <Add /> : undefined}
      body="flush"
    >
      <DataTable
        columns={columns}
        rows={files.data?.items}
        rowKey={({ id }) => id}
        error={files.error}
        onRetry={() => void files.refetch()}
        sorting="browser"
        onRow={setOpened}
        exportName="chedun-dbc-files"
        minWidth={960}
        empty={<EmptyState title={t('dbc.empty')} hint={t('dbc.emptyHint')} />}
      />
      {opened !== undefined && (
        <Drawer open size={860} title={opened.name} onClose={() => setOpened(undefined)}>
          <DbcMessages file={opened} />
        </Drawer>
      )}
    </Panel>
  );
};
