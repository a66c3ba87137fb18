import { CheckCircleFilled, CloseCircleFilled, MinusCircleOutlined } from '@ant-design/icons';
import type { Verification } from '@chedun/documents/contract';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { reasonOf } from './reasons.ts';
import { useWords } from './useWords.ts';

const ICONS = { ok: <CheckCircleFilled />, failed: <CloseCircleFilled />, none: <MinusCircleOutlined /> } as const;
const TONES = { ok: 'good', failed: 'critical', none: 'informational' } as const;

/** What verifying a package found, question by question. */
export const VerificationView = ({ result }: { readonly result: Verification }) => {
  const { t } = useTranslation();
  const words = useWords();
  const { document, signer } = result;
  return (
    <div className="stack" data-testid="verification" data-holds={result.holds ? 'yes' : 'no'}>
      <Alert
        type={result.holds ? 'success' : 'error'}
        showIcon
        title={result.holds ? t('documents.holds') : t('documents.refused')}
      />
      <ul className="document-checks">
        {result.checks.map(({ id, outcome, reason }) => (
          <li key={id}>
            <span className="chip" data-tone={TONES[outcome]}>
              {ICONS[outcome]} {t(`documents.outcomes.${outcome}`)}
            </span>
            <span>{t(`documents.checks.${id}`)}</span>
            {reason !== '' && <ReasonText reason={reason} />}
          </li>
        ))}
      </ul>
      {document !== null && (
        <Facts
          items={[
            [t('documents.title'), words(document.title)],
            [t('documents.version'), document.version],
            [t('documents.issuer'), document.issuer],
            [t('documents.issuedAt'), <TimeText key="at" at={document.issuedAt} />],
            [
              t('documents.manifestSm3'),
              <span key="sm3" className="mono wrap-any">
                {document.sm3}
              </span>,
            ],
            [t('documents.signerName'), signer?.subject],
            [t('documents.signedAt'), signer === null ? undefined : <TimeText key="signed" at={signer.signedAt} />],
            [
              t('documents.certificateSm3'),
              signer === null ? undefined : (
                <span key="cert" className="mono wrap-any">
                  {signer.certificate}
                </span>
              ),
            ],
          ]}
        />
      )}
    </div>
  );
};

const ReasonText = ({ reason }: { readonly reason: string }) => {
  const { t } = useTranslation();
  const [code = '', detail = ''] = reason.split(': ', 2);
  const known = reasonOf(code);
  return (
    <span className="soft">
      {known === undefined ? <span className="mono">{reason}</span> : t(`documents.reasons.${known}`)}
      {known !== undefined && detail !== '' && <span className="mono"> {detail}</span>}
    </span>
  );
};
