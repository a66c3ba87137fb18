import { UploadOutlined } from '@ant-design/icons';
import type { Checked } from '@chedun/playbooks/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, Button, Modal, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { importPlaybook, validatePlaybook } from '../../api/playbooks.ts';
import { useSay } from '../../ui/useSay.ts';
import { ProblemList } from './ProblemList.tsx';

/** Takes a CACAO file, says what is wrong with it, and imports it when nothing keeps it out. */
export const ImportPlaybookDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [file, setFile] = useState<Blob>();
  const check = useMutation({ mutationFn: validatePlaybook, onError: say.problem });
  const bring = useMutation({
    mutationFn: importPlaybook,
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['playbooks'] });
      onClose();
      void navigate({ to: '/playbooks/$id', params: { id } });
    },
    onError: say.problem,
  });
  const take = (given: File): boolean => {
    const bytes = new Blob([given], { type: 'application/octet-stream' });
    setFile(bytes);
    check.mutate(bytes);
    return false;
  };
  return (
    <Modal
      open
      width={720}
      title={t('playbooks.import')}
      okText={t('playbooks.importOk')}
      okButtonProps={{ disabled: check.data?.sound !== true || file === undefined, loading: bring.isPending }}
      onOk={() => file !== undefined && bring.mutate(file)}
      onCancel={onClose}
    >
      <div className="stack" style={{ margin: '12px 0' }}>
        <span>{t('playbooks.importAbout')}</span>
        <Upload accept=".json,application/json" showUploadList={false} beforeUpload={take}>
          <Button icon={<UploadOutlined />} loading={check.isPending}>
            {t('playbooks.choose')}
          </Button>
        </Upload>
        {check.data && <Result checked={check.data} />}
      </div>
    </Modal>
  );
};

const Result = ({ checked }: { readonly checked: Checked }) => {
  const { t } = useTranslation();
  return (
    <>
      <Alert
        type={checked.sound ? 'success' : 'error'}
        showIcon
        title={checked.sound ? t('playbooks.sound', { name: checked.name }) : t('playbooks.unsound')}
        description={
          checked.dry &&
          t('playbooks.drySteps', { entered: checked.dry.entered.length, unentered: checked.dry.unentered.length })
        }
      />
      <ProblemList problems={checked.problems} />
    </>
  );
};
