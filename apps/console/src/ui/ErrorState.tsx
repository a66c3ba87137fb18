import { ExclamationCircleFilled, ReloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { detailFor, problemOf, textIn } from '../api/problem.ts';
import { usePreferences } from '../app/preferences.ts';

/** A problem in words: what happened, what to do, and the number to quote. */
export const ErrorState = ({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const problem = problemOf(error);
  const detail = detailFor(problem, language);
  return (
    <div className="problem" role="alert">
      <ExclamationCircleFilled />
      <div className="grow">
        <strong>{textIn(problem.text, language)}</strong>
        {problem.fields.map((field) => (
          <div key={field.field} className="soft">
            <span className="mono">{field.field}</span> {textIn(field, language)}
          </div>
        ))}
        <div>{textIn(problem.todo, language)}</div>
        {problem.permission !== undefined && (
          <div className="soft">
            {t('common.missingPermission')}{' '}
            {problem.permissionTitle !== undefined && <b>{textIn(problem.permissionTitle, language)}</b>}{' '}
            <span className="faint mono">{problem.permission}</span>
          </div>
        )}
        {detail !== undefined && <div className="faint mono">{detail}</div>}
        <div className="faint mono">
          {problem.code}
          {problem.requestId === undefined ? '' : ` · ${t('common.requestId')} ${problem.requestId}`}
        </div>
      </div>
      {onRetry !== undefined && (
        <Button size="small" icon={<ReloadOutlined />} onClick={onRetry}>
          {t('common.retry')}
        </Button>
      )}
    </div>
  );
};
