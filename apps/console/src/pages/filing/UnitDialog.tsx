import type { UnitDetail, UnitInput } from '@chedun/filing/contract';
import { UploadOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createUnit, listUnits, saveUnit, uploadFilingFile } from '../../api/filing.ts';
import { assetNames } from '../../api/filingAssets.ts';
import { useSay } from '../../ui/useSay.ts';
import { useWords } from '../documents/useWords.ts';

interface Fields {
  readonly name: string;
  readonly type: string;
  readonly functions: string;
  readonly boundary?: string;
  readonly sites?: string;
  readonly topologyNote?: string;
  readonly zones?: string[];
  readonly hosts?: string[];
  readonly services?: string[];
  readonly models?: string[];
}

const fieldsOf = (input: UnitDetail['input']): Fields => ({
  ...input,
  hosts: input.members.filter(({ kind }) => kind === 'host').map(({ asset }) => asset),
  services: input.members.filter(({ kind }) => kind === 'service').map(({ asset }) => asset),
});

const inputOf = ({ hosts = [], services = [], ...fields }: Fields): Omit<UnitInput, 'topology'> => ({
  name: fields.name,
  type: fields.type,
  functions: fields.functions,
  boundary: fields.boundary ?? '',
  sites: fields.sites ?? '',
  topologyNote: fields.topologyNote ?? '',
  zones: fields.zones ?? [],
  models: fields.models ?? [],
  members: [
    ...hosts.map((asset) => ({ kind: 'host' as const, asset })),
    ...services.map((asset) => ({ kind: 'service' as const, asset })),
  ],
});

const useSave = (unit: UnitDetail | undefined, file: File | undefined, onSaved: (id: string) => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (fields: Fields) => {
      const kept = unit?.input.topology ?? null;
      const topology =
        file === undefined
          ? kept === null
            ? null
            : { blob: kept.blob, name: kept.name }
          : await uploadFilingFile(file);
      const body = { ...inputOf(fields), topology };
      return unit === undefined ? createUnit(body) : saveUnit(unit.unit.id, body);
    },
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: ['filing'] });
      say.done(t('filing.saved'));
      onSaved(saved.unit.id);
    },
    onError: say.problem,
  });
};

/** Makes a unit, or changes one. */
export const UnitDialog = ({
  unit,
  onClose,
  onSaved,
}: {
  readonly unit?: UnitDetail;
  readonly onClose: () => void;
  readonly onSaved: (id: string) => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const [file, setFile] = useState<File>();
  const save = useSave(unit, file, (id) => {
    onClose();
    onSaved(id);
  });
  return (
    <Modal
      open
      width={720}
      title={t(unit === undefined ? 'filing.newUnit' : 'filing.editUnit')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('common.save')}
      confirmLoading={save.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        {...(unit === undefined ? {} : { initialValues: fieldsOf(unit.input) })}
        onFinish={(fields) => save.mutate(fields)}
      >
        <TextFields />
        <MemberFields />
        <Form.Item label={t('filing.topology')}>
          <Upload
            maxCount={1}
            beforeUpload={(chosen) => {
              setFile(chosen);
              return false;
            }}
            onRemove={() => setFile(undefined)}
          >
            <Button icon={<UploadOutlined />}>{unit?.input.topology?.name ?? t('filing.topologyUpload')}</Button>
          </Upload>
        </Form.Item>
      </Form>
    </Modal>
  );
};

const TextFields = () => {
  const { t } = useTranslation();
  const words = useWords();
  const types =
    useQuery({ queryKey: ['filing', 'units'], queryFn: ({ signal }) => listUnits(signal) }).data?.types ?? [];
  const required = [{ required: true }];
  const area = { minRows: 1, maxRows: 4 };
  return (
    <>
      <div className="grid" style={{ gridTemplateColumns: '1fr 1fr', gap: 12 }}>
        <Form.Item name="name" label={t('filing.unitName')} rules={required}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="type" label={t('filing.unitType')} rules={required}>
          <Select options={types.map(({ id, title }) => ({ value: id, label: words(title) }))} />
        </Form.Item>
      </div>
      <Form.Item name="functions" label={t('filing.functions')} rules={required}>
        <Input.TextArea autoSize={area} maxLength={4000} />
      </Form.Item>
      <div className="grid" style={{ gridTemplateColumns: '1fr 1fr', gap: 12 }}>
        <Form.Item name="boundary" label={t('filing.boundary')}>
          <Input.TextArea autoSize={area} maxLength={4000} />
        </Form.Item>
        <Form.Item name="sites" label={t('filing.sites')}>
          <Input.TextArea autoSize={area} maxLength={4000} />
        </Form.Item>
      </div>
      <Form.Item name="topologyNote" label={t('filing.topologyNote')}>
        <Input.TextArea autoSize={area} maxLength={4000} />
      </Form.Item>
    </>
  );
};

const MemberFields = () => {
  const { t } = useTranslation();
  const known = useQuery({ queryKey: ['filing', 'assets'], queryFn: ({ signal }) => assetNames(signal) }).data;
  const options = (names: readonly string[] | undefined) => (names ?? []).map((value) => ({ value, label: value }));
  return (
    <>
      <Form.Item name="zones" label={t('filing.zones')} extra={t('filing.zonesHint')}>
        <Select mode="tags" options={options(known?.zones)} />
      </Form.Item>
      <Form.Item name="hosts" label={t('filing.memberHosts')}>
        <Select mode="multiple" maxTagCount={8} options={options(known?.hosts)} />
      </Form.Item>
      <Form.Item name="services" label={t('filing.memberServices')}>
        <Select mode="multiple" maxTagCount={8} options={options(known?.services)} />
      </Form.Item>
      <Form.Item name="models" label={t('filing.memberModels')}>
        <Select mode="tags" options={options(known?.models)} />
      </Form.Item>
    </>
  );
};
