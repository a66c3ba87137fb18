import type { Filing } from '@chedun/supervision/contract';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useWords } from '../documents/useWords.ts';

/** What the rules of the machine found in the newest version. */
export const MachinePanel = ({ data: { problems } }: { readonly data: Filing }) => {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Panel title={t('supervision.machine')} hint={t('supervision.machineHint')}>
      {problems.length === 0 ? (
        <Chip tone="good">{t('supervision.machineNone')}</Chip>
      ) : (
        <div className="stack" style={{ gap: 8 }}>
          {problems.map((each, at) => (
            <div key={at} className="row nowrap" style={{ gap: 10, alignItems: 'flex-start' }}>
              <Chip tone="high">{t(`supervision.rules.${each.rule as 'level'}`)}</Chip>
              <span>{words(each)}</span>
            </div>
          ))}
        </div>
      )}
    </Panel>
  );
};
