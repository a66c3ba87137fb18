import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { PacketSchema } from '@chedun/warnings/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveBlob } from '../../api/download.ts';
import { changePacketSchema } from '../../api/warnings.ts';
import { useSay } from '../../ui/useSay.ts';

interface Given {
  readonly name: string;
  readonly read: ReturnType<typeof PacketSchema.safeParse>;
}

const readFile = async (file: File): Promise<Given> => {
  const text = await file.text();
  const parsed: unknown = (() => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  })();
  return { name: file.name, read: PacketSchema.safeParse(parsed) };
};

/** Takes other tables of fields from a file, and gives the ones in force as one. */
export const PacketSchemaFile = ({ schema, writes }: { readonly schema: PacketSchema; readonly writes: boolean }) => {
  const { t } = useTranslation();
  const [given, setGiven] = useState<Given>();
  const give = (): void =>
    saveBlob(
      new Blob([JSON.stringify(schema, undefined, 2)], { type: 'application/json' }),
      'chedun-packet-fields.json',
    );
  return (
    <span className="row">
      <Button size="small" icon={<DownloadOutlined />} onClick={give}>
        {t('warnings.packets.exportSchema')}
      </Button>
      {writes && (
        <Upload
          accept=".json"
          showUploadList={false}
          beforeUpload={(file) => {
            void readFile(file).then(setGiven);
            return false;
          }}
        >
          <Button size="small" icon={<UploadOutlined />}>
            {t('warnings.packets.importSchema')}
          </Button>
        </Upload>
      )}
      {given !== undefined && <Ask given={given} onClose={() => setGiven(undefined)} />}
    </span>
  );
};

const Ask = ({ given: { name, read }, onClose }: { readonly given: Given; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: changePacketSchema,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['warnings', 'packet-schema'] });
      say.done(t('common.saved'));
      onClose();
    },
    onError: say.problem,
  });
  const schema = read.data;
  const issue = read.error?.issues[0];
  return (
    <Modal
      open
      title={t('warnings.packets.importSchema')}
      okText={t('warnings.packets.importSchema')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: schema === undefined, loading: change.isPending }}
      onCancel={onClose}
      onOk={() => schema && change.mutate({ schema, note: t('warnings.packets.importNote', { file: name }) })}
    >
      {schema === undefined ? (
        <Alert
          type="error"
          showIcon
          title={t('warnings.packets.importBad', { reason: issue?.path.join('.') || name })}
        />
      ) : (
        t('warnings.packets.importAsk', {
          standard: schema.standard,
          packets: schema.packets.length,
          fields: schema.packets.reduce((sum, { fields }) => sum + fields.length, 0),
        })
      )}
    </Modal>
  );
};
