import { warningPermissions, type Packet } from '@chedun/warnings/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadPacket, listPackets, makePacket, recordReceipt } from '../../api/warnings.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay, type Say } from '../../ui/useSay.ts';
import { PacketFields } from './PacketFields.tsx';

/** Today in Shanghai. */
const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

const whatColumns = (t: TFunction): readonly Column<Packet>[] => [
  monoColumn('number', t('warnings.number'), ({ number }) => number, { width: 140 }),
  textColumn('type', t('warnings.packets.typeName'), ({ type }) => t(`warnings.packets.type.${type}`), {
    width: 110,
  }),
  shownColumn(
    'schema',
    t('warnings.packets.fields'),
    ({ schemaVersion }) => schemaVersion,
    ({ schemaVersion, verifiedSchema }) => (
      <Chip tone={verifiedSchema ? 'good' : 'medium'}>
        {t('warnings.packets.version', { version: schemaVersion })} ·{' '}
        {t(verifiedSchema ? 'warnings.packets.verified' : 'warnings.packets.unverified')}
      </Chip>
    ),
    { width: 210 },
  ),
  textColumn(
    'missing',
    t('warnings.packets.missing'),
    ({ missing }) => (missing.length === 0 ? t('warnings.packets.complete') : missing.join(', ')),
    { clip: 'clip' },
  ),
];

const whenColumns = (
  t: TFunction,
  say: Say,
  writes: boolean,
  onReceipt: (packet: Packet) => void,
): readonly Column<Packet>[] => [
  shownColumn(
    'created',
    t('warnings.packets.createdAt'),
    ({ createdAt }) => createdAt,
    ({ createdAt }) => <TimeText at={createdAt} />,
    { width: 168 },
  ),
  textColumn('by', t('warnings.packets.createdBy'), ({ createdBy }) => createdBy, { width: 100 }),
  textColumn(
    'receipt',
    t('warnings.packets.receipt'),
    ({ receipt }) => (receipt === null ? t('warnings.packets.noReceipt') : `${receipt.number} · ${receipt.via}`),
    { width: 170, clip: 'clip' },
  ),
  shownColumn(
    'actions',
    '',
    () => '',
    (row) => (
      <span className="row nowrap">
        <Button size="small" onClick={() => void downloadPacket(row).catch(say.problem)}>
          {t('warnings.packets.download')}
        </Button>
        {writes && row.receipt === null && (
          <Button size="small" onClick={() => onReceipt(row)}>
            {t('warnings.packets.record')}
          </Button>
        )}
      </span>
    ),
    { width: 190 },
  ),
];

const useColumns = (writes: boolean, onReceipt: (packet: Packet) => void): readonly Column<Packet>[] => {
  const { t } = useTranslation();
  const say = useSay();
  return useMemo(() => [...whatColumns(t), ...whenColumns(t, say, writes, onReceipt)], [t, say, writes, onReceipt]);
};

/** Reporting packets: made here, handed over by a person, receipt kept. */
export const PacketsTab = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const writes = useMay()(warningPermissions.packets);
  const [receiving, setReceiving] = useState<Packet>();
  const packets = useQuery({ queryKey: ['warnings', 'packets'], queryFn: ({ signal }) => listPackets(signal) });
  const daily = useMutation({
    mutationFn: () => makePacket({ type: 'statistics', subject: today() }),
    onSuccess: ({ number }) => {
      void client.invalidateQueries({ queryKey: ['warnings', 'packets'] });
      say.done(t('warnings.packets.made', { number }));
    },
    onError: say.problem,
  });
  const columns = useColumns(writes, setReceiving);
  const make = writes && (
    <Button type="primary" loading={daily.isPending} onClick={() => daily.mutate()}>
      {t('warnings.packets.daily')}
    </Button>
  );
  return (
    <div className="stack">
      <Alert type="info" showIcon title={t('warnings.packets.about')} />
      <Panel body="flush">
        {(packets.data?.items.length ?? 0) > 0 && <div className="toolbar">{make}</div>}
        <DataTable<Packet>
          rows={packets.data?.items}
          error={packets.error}
          onRetry={() => void packets.refetch()}
          columns={columns}
          rowKey={({ id }) => id}
          minWidth={1180}
          sorting="browser"
          exportName="chedun-packets"
          empty={
            <EmptyState title={t('warnings.packets.empty')} hint={t('warnings.packets.emptyHint')} action={make} />
          }
        />
      </Panel>
      <PacketFields writes={writes} />
      {receiving !== undefined && <ReceiptDialog packet={receiving} onClose={() => setReceiving(undefined)} />}
    </div>
  );
};

const ReceiptDialog = ({ packet, onClose }: { readonly packet: Packet; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<{ number: string; via: string }>();
  const record = useMutation({
    mutationFn: (written: { readonly number: string; readonly via: string }) =>
      recordReceipt(packet.id, { ...written, at: new Date().toISOString() }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['warnings', 'packets'] });
      say.done(t('common.saved'));
      onClose();
    },
    onError: say.problem,
  });
  const required = [{ required: true, message: t('common.required') }];
  return (
    <Modal
      open
      title={`${t('warnings.packets.record')} ${packet.number}`}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={record.isPending}
      onCancel={onClose}
      onOk={form.submit}
    >
      <Form form={form} layout="vertical" onFinish={(written) => record.mutate(written)} style={{ marginTop: 12 }}>
        <Form.Item name="number" label={t('warnings.packets.receiptNumber')} rules={required}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="via" label={t('warnings.packets.receiptVia')} rules={required}>
          <Input maxLength={100} />
        </Form.Item>
      </Form>
    </Modal>
  );
};
