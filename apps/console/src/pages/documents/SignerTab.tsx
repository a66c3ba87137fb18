import { documentPermissions, type SignerDetail } from '@chedun/documents/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getSigner, nameSigner } from '../../api/documents.ts';
import { saveBlob } from '../../api/download.ts';
import { useMay } from '../../app/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';

/** In whose name documents are signed, and with which certificate. */
export const SignerTab = () => {
  const { t } = useTranslation();
  const may = useMay();
  const say = useSay();
  const client = useQueryClient();
  const [name, setName] = useState<string>();
  const signer = useQuery({ queryKey: ['documents', 'signer'], queryFn: ({ signal }) => getSigner(signal) });
  const change = useMutation({
    mutationFn: nameSigner,
    onSuccess: (told) => {
      client.setQueryData(['documents', 'signer'], told);
      say.done(t('documents.signerNamed'));
    },
    onError: say.problem,
  });
  if (signer.error !== null) return <ErrorState error={signer.error} onRetry={() => void signer.refetch()} />;
  if (signer.data === undefined) return <Skeleton active paragraph={{ rows: 6 }} />;
  const { organisation, certificate, provider } = signer.data;
  const shown = name ?? organisation;
  const save = (): void =>
    saveBlob(new Blob([certificate.pem], { type: 'application/x-pem-file' }), 'chedun-documents.pem');
  return (
    <Panel
      title={t('documents.signer')}
      hint={t('documents.signerAbout')}
      extra={<Button onClick={save}>{t('documents.saveCertificate')}</Button>}
    >
      <div className="stack">
        {organisation === '' && <Alert type="warning" showIcon title={t('documents.signerUnset')} />}
        {provider === 'file' && <Alert type="info" showIcon title={t('documents.software')} />}
        {may(documentPermissions.issue) && (
          <div className="row" style={{ gap: 10 }}>
            <Input
              style={{ width: 360 }}
              maxLength={100}
              aria-label={t('documents.organisation')}
              placeholder={t('documents.organisation')}
              value={shown}
              onChange={(event) => setName(event.target.value)}
            />
            <Button
              type="primary"
              disabled={shown.trim() === '' || shown.trim() === organisation}
              loading={change.isPending}
              onClick={() => change.mutate(shown.trim())}
            >
              {t('documents.saveOrganisation')}
            </Button>
          </div>
        )}
        <CertificateFacts certificate={certificate} />
      </div>
    </Panel>
  );
};

const CertificateFacts = ({ certificate }: Pick<SignerDetail, 'certificate'>) => {
  const { t } = useTranslation();
  return (
    <Facts
      items={[
        [t('documents.signerName'), certificate.subject],
        [
          t('documents.certificateSm3'),
          <span key="sm3" className="mono wrap-any">
            {certificate.sm3}
          </span>,
        ],
        [t('documents.validFrom'), <TimeText key="from" at={certificate.notBefore} />],
        [t('documents.validTo'), <TimeText key="to" at={certificate.notAfter} />],
        [
          t('documents.key'),
          <span key="key" className="mono">
            {certificate.keyId}
          </span>,
        ],
      ]}
    />
  );
};
