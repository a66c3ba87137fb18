import { InboxOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { verifyFile } from '../../api/documents.ts';
import '../../styles/documents.css';
import { Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { VerificationView } from './VerificationView.tsx';

/** Verifies an exchange package of anybody; nothing of it is kept. */
export const VerifyTab = () => {
  const { t } = useTranslation();
  const say = useSay();
  const verify = useMutation({ mutationFn: verifyFile, onError: say.problem });
  return (
    <Panel title={t('documents.verify')} hint={t('documents.verifyAbout')}>
      <div className="stack">
        <Upload.Dragger
          accept=".cdf,.zip"
          showUploadList={false}
          beforeUpload={(file) => {
            verify.mutate(file);
            return false;
          }}
        >
          <p>
            <InboxOutlined style={{ fontSize: 28 }} />
          </p>
          <p>{verify.isPending ? t('documents.verifying') : t('documents.drop')}</p>
        </Upload.Dragger>
        {verify.data && <VerificationView result={verify.data} />}
      </div>
    </Panel>
  );
};
