import type { Evidence } from '@chedun/posture/contract';
import { useTranslation } from 'react-i18next';
import { factValue, knownFact } from '../../lib/facts.ts';
import type { FactValue } from '../../lib/facts.ts';
import { Facts } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';

/** What a check measured, by name. */
export const EvidenceFacts = ({ facts }: { readonly facts: Evidence['facts'] }) => {
  const { t } = useTranslation();
  return (
    <Facts
      items={facts.map((fact) => {
        const known = knownFact(fact);
        const name = known === undefined ? fact.name : t(`posture.fact.${known}`);
        return [
          <span key={fact.name} title={fact.name}>
            {name}
          </span>,
          <Value key={fact.name} value={factValue(fact)} />,
        ];
      })}
    />
  );
};

const Value = ({ value }: { readonly value: FactValue }) => {
  const { t } = useTranslation();
  switch (value.kind) {
    case 'flag':
      return value.isSo ? t('common.yes') : t('common.no');
    case 'none':
      return <span className="faint">{t('common.none')}</span>;
    case 'time':
      return <TimeText at={value.at} />;
    case 'text':
      return value.text;
  }
};
