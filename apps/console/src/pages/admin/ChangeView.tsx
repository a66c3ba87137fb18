import type { AuditLine } from '@chedun/identity/contract';
import { useTranslation } from 'react-i18next';
import { changedFields } from '../../lib/changes.ts';

/** The fields that an action changed, before and after, with the line's place in the chain. */
export const ChangeView = ({ line }: { readonly line: AuditLine }) => {
  const { t } = useTranslation();
  const changes = changedFields(line.before, line.after);
  return (
    <div className="stack" style={{ gap: 8 }}>
      {changes.length === 0 ? (
        <span className="faint">{t('audit.noChange')}</span>
      ) : (
        <div>
          <div className="change-line soft">
            <span>{t('audit.field')}</span>
            <span>{t('audit.before')}</span>
            <span>{t('audit.after')}</span>
          </div>
          {changes.map((change) => (
            <div key={change.field} className="change-line">
              <span className="mono">{change.field}</span>
              <span className="mono soft">{change.before === '' ? '—' : change.before}</span>
              <span className="mono">{change.after === '' ? '—' : change.after}</span>
            </div>
          ))}
        </div>
      )}
      <span className="faint mono">
        {`#${line.seq}`} · {t('audit.hash')} {line.hash}
      </span>
    </div>
  );
};
