import type { CaptureFault } from '@chedun/captures/contract';
import { Collapse } from 'antd';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount } from '../../lib/format.ts';

interface FaultListProps {
  readonly faults: readonly CaptureFault[];
  readonly total: number;
}

/** Places of a recording that could not be read while the rest was. */
export const FaultList = ({ faults, total }: FaultListProps) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  if (faults.length === 0) return null;
  return (
    <Collapse
      size="small"
      items={[
        {
          key: 'faults',
          label: t('captures.unreadable', { total: formatCount(total), shown: formatCount(faults.length) }),
          children: (
            <ul style={{ margin: 0, paddingLeft: 18 }}>
              {faults.map((fault, index) => (
                <li key={index}>
                  <Place fault={fault} /> {textIn(fault.message, language)}
                  {language === 'en' && fault.reason !== '' && <span className="faint"> {fault.reason}</span>}
                </li>
              ))}
            </ul>
          ),
        },
      ]}
    />
  );
};

const Place = ({ fault: { line, offset } }: { readonly fault: CaptureFault }) => {
  const { t } = useTranslation();
  if (line !== null) return <strong>{t('captures.atLine', { line })}</strong>;
  return offset === null ? null : <strong>{t('captures.atOffset', { offset })}</strong>;
};
