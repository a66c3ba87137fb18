import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import type { AuditVerification } from '@chedun/identity/contract';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { formatCount } from '../../lib/format.ts';

/** Result of walking the chain of the audit trail. */
export const VerificationBanner = ({ verification }: { readonly verification: z.output<typeof AuditVerification> }) => {
  const { t } = useTranslation();
  if (verification.kind === 'intact') {
    return (
      <div className="panel" style={{ padding: '10px 14px' }}>
        <span className="row">
          <CheckCircleFilled style={{ color: 'var(--good)' }} />
          {t('audit.intact', { lines: formatCount(verification.lines) })}
          <span className="mono faint clip">{t('audit.head', { head: verification.head })}</span>
        </span>
      </div>
    );
  }
  return (
    <div className="problem" role="alert">
      <CloseCircleFilled />
      <strong>
        {t('audit.broken', { seq: verification.seq })} · {t(`audit.brokenReason.${verification.reason}`)}
      </strong>
    </div>
  );
};
