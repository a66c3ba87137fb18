import type { Result } from '@chedun/training/contract';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';

/** What came of an exam: the score, and each question with its explanation. */
export const ResultView = ({ result }: { readonly result: Result }) => {
  const { t } = useTranslation();
  const { passed, score, passMark, certificate, validTo, questions, sm3 } = result;
  return (
    <div className="stack">
      <Alert
        type={passed ? 'success' : 'warning'}
        showIcon
        title={passed ? t('training.passedNow', { score }) : t('training.failedNow', { score, mark: passMark })}
        description={
          certificate !== null && (
            <span>
              {t('training.certificate')} {certificate} · {t('training.validTo')} {validTo}
            </span>
          )
        }
      />
      {questions.map((question, at) => (
        <section key={question.text} className="stack" style={{ gap: 4 }}>
          <strong>
            {at + 1}. {question.text}
          </strong>
          <span className="row" style={{ gap: 8 }}>
            <span className="chip" data-tone={question.isRight ? 'good' : 'critical'}>
              {question.isRight ? t('training.right') : t('training.wrong')}
            </span>
            <span>{question.correct.map((place) => question.options[place]).join(' / ')}</span>
          </span>
          <span className="faint">
            {question.explanation} {question.basis !== '' && `${t('training.basis')} ${question.basis}`}
          </span>
        </section>
      ))}
      <span className="mono faint wrap-any">SM3 {sm3}</span>
    </div>
  );
};
