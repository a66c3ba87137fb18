import type { PacketField, PacketSchema } from '@chedun/warnings/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Tabs } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { changePacketSchema, getPacketSchema } from '../../api/warnings.ts';
import { usePreferences } from '../../app/preferences.ts';
import { monoColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useSay } from '../../ui/useSay.ts';
import { PacketSchemaFile } from './PacketSchemaFile.tsx';

const OWN = ['companyName', 'companyCode', 'contact', 'telephone'] as const;

const useColumns = (): readonly Column<PacketField>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return useMemo(
    () => [
      monoColumn('name', t('warnings.packets.fieldName'), ({ name }) => name, { width: 170 }),
      textColumn('title', t('warnings.packets.fieldTitle'), ({ title }) => textIn(title, language)),
      textColumn(
        'required',
        t('warnings.packets.required'),
        ({ required }) => t(required ? 'warnings.packets.required' : 'warnings.packets.optional'),
        { width: 90 },
      ),
      monoColumn('source', t('warnings.packets.fieldSource'), ({ source }) => source, { width: 230 }),
    ],
    [t, language],
  );
};

/** The field tables in force, and the values of the company that they carry. */
export const PacketFields = ({ writes }: { readonly writes: boolean }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const columns = useColumns();
  const { data } = useQuery({
    queryKey: ['warnings', 'packet-schema'],
    queryFn: ({ signal }) => getPacketSchema(signal),
  });
  if (data === undefined) return null;
  return (
    <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 1fr) 340px', alignItems: 'start' }}>
      <Panel
        title={`${t('warnings.packets.fields')} · ${data.schema.standard}`}
        extra={
          <span className="row">
            <PacketSchemaFile schema={data.schema} writes={writes} />
            <Chip tone={data.schema.verified ? 'good' : 'medium'}>
              {t(data.schema.verified ? 'warnings.packets.verified' : 'warnings.packets.unverified')} ·{' '}
              {t('warnings.packets.version', { version: data.version })}
            </Chip>
          </span>
        }
      >
        <div className="soft">{textIn(data.schema.note, language)}</div>
        <Tabs
          items={data.schema.packets.map((packet) => ({
            key: packet.type,
            label: textIn(packet.title, language),
            children: (
              <DataTable<PacketField>
                rows={packet.fields}
                columns={columns}
                rowKey={({ name }) => name}
                sorting="none"
                exportName={`chedun-packet-${packet.type}`}
                empty={null}
              />
            ),
          }))}
        />
      </Panel>
      <OperatorForm key={data.version} schema={data.schema} writes={writes} />
    </div>
  );
};

const OperatorForm = ({ schema, writes }: { readonly schema: PacketSchema; readonly writes: boolean }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (operator: Record<string, string>) =>
      changePacketSchema({
        schema: { ...schema, operator: { ...schema.operator, ...operator } },
        note: t('warnings.packets.operator'),
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['warnings', 'packet-schema'] });
      say.done(t('common.saved'));
    },
    onError: say.problem,
  });
  return (
    <Panel title={t('warnings.packets.operator')}>
      <Form
        layout="vertical"
        initialValues={schema.operator}
        disabled={!writes}
        onFinish={(written) => save.mutate(written)}
      >
        {OWN.map((name) => (
          <Form.Item key={name} name={name} label={t(`warnings.packets.operatorFields.${name}`)}>
            <Input maxLength={200} />
          </Form.Item>
        ))}
        {writes && (
          <Button htmlType="submit" loading={save.isPending}>
            {t('common.save')}
          </Button>
        )}
      </Form>
    </Panel>
  );
};
