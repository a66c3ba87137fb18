import type { LevelResult } from '@chedun/filing/contract';
import { useTranslation } from 'react-i18next';
import { useWords } from '../documents/useWords.ts';

const short = (value: number): string => String(Math.round(value * 1000) / 1000);

/** The sum of a level, term by term, as people read it. */
export const LevelSum = ({ result }: { readonly result: LevelResult }) => {
  const { t } = useTranslation();
  const words = useWords();
  const total = result.trace.reduce((sum, { part }) => sum + part, 0);
  return (
    <div className="level-sum">
      {result.trace.map(({ factor, title, value, weight, part, because }) => (
        <div key={factor} className="level-term">
          <span className="soft">{words(title)}</span>
          <b>
            {factor} = {value}
          </b>
          <span className="mono">
            {short(weight)} × 2<sup>{value}</sup> = {short(part)}
          </span>
          <span className="faint">{words(because)}</span>
        </div>
      ))}
      <div className="level-term">
        <span className="soft">{t('filing.formulaLevel')}</span>
        <b>{t('filing.levelOf', { level: result.level })}</b>
        <span className="mono">
          log₂({short(total)}) = {short(result.raw)} → {result.level}
        </span>
        <span className={result.agrees ? 'faint' : 'filing-mark'}>
          {result.agrees
            ? t('filing.agree')
            : t('filing.disagree', { level: result.level, matrix: result.matrixLevel })}
        </span>
      </div>
    </div>
  );
};
