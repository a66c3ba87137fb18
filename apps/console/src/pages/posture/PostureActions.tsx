import { DownloadOutlined, PrinterOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { oscalUrl, verifyEvidence } from '../../api/posture.ts';
import { useSay } from '../../ui/useSay.ts';

const MODELS = ['assessment-results', 'plan', 'catalog', 'profile'] as const;

/** Print, export, verify. */
export const PostureActions = () => {
  const { t } = useTranslation();
  const say = useSay();
  const { notification } = App.useApp();
  const verify = useMutation({
    mutationFn: verifyEvidence,
    onSuccess: ({ rows, head, unlinked, brokenAt }) => {
      const more = unlinked === 0 ? '' : t('obligations.chainUnlinked', { count: unlinked });
      if (brokenAt !== null)
        notification.error({
          placement: 'bottomRight',
          title: t('obligations.chainBroken', { row: brokenAt }),
          description: more,
        });
      else
        notification.success({
          placement: 'bottomRight',
          title: t('obligations.chainHolds', { rows, head: head.slice(0, 16) }),
          description: more,
        });
    },
    onError: say.problem,
  });
  return (
    <div className="row no-print">
      <Button icon={<SafetyCertificateOutlined />} loading={verify.isPending} onClick={() => verify.mutate()}>
        {t('obligations.verify')}
      </Button>
      <Dropdown
        trigger={['click']}
        menu={{
          items: MODELS.map((model) => ({
            key: model,
            label: <a href={oscalUrl(model)}>{t(`obligations.model.${model}`)}</a>,
          })),
        }}
      >
        <Button icon={<DownloadOutlined />}>{t('obligations.oscal')}</Button>
      </Dropdown>
      <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
        {t('obligations.print')}
      </Button>
    </div>
  );
};
