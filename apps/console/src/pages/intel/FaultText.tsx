import type { IntelFault } from '@chedun/intel/contract';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';

interface FaultProps {
  readonly name?: string;
  readonly fault: IntelFault;
}

/** Why a reading failed, where, and what to do. */
export const FaultText = ({ name, fault }: FaultProps) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const detail = [fault.place, fault.reason].filter((part) => part !== '').join(' ');
  return (
    <Alert
      type="error"
      showIcon
      style={{ margin: name === undefined ? 0 : '10px 14px' }}
      title={`${name === undefined ? '' : `${name}  `}${textIn(fault.message, language)}`}
      description={
        <>
          <div>{textIn(fault.advice, language)}</div>
          {detail !== '' && (
            <div className="soft">
              {t('intel.detail')} <span className="mono">{detail}</span>
            </div>
          )}
        </>
      }
    />
  );
};
