import type { CertificateView, DecodedField, Explanation } from '@chedun/v2x-trust/contract';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input, Steps } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { explainV2x } from '../../api/v2xTrust.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { curveName, fieldValue, verdictWords } from './words.ts';

/** A message of the list that is to be explained as of when it was received. */
export interface Explained {
  readonly id: string;
  readonly spdu: string;
  readonly at: string;
  readonly place: { readonly lat: number; readonly lon: number } | null;
}

/** A pasted message, decoded and judged step by step. */
export const ExplainPanel = ({ given }: { readonly given: Explained | undefined }) => {
  const { t } = useTranslation();
  const say = useSay();
  const [text, setText] = useState(given?.spdu ?? '');
  const { mutate, data, isPending } = useMutation({ mutationFn: explainV2x, onError: say.problem });
  useEffect(() => {
    if (given === undefined) return;
    const { spdu, at, place } = given;
    mutate({ spdu, at, ...(place === null ? {} : { place }) });
  }, [given, mutate]);
  const isGiven = given !== undefined && text === given.spdu;
  return (
    <Panel title={t('roadTrust.explainTitle')} hint={isGiven ? t('roadTrust.explainAt') : t('roadTrust.explainNow')}>
      <div className="stack">
        <div className="row" style={{ alignItems: 'flex-start' }}>
          <Input.TextArea
            className="mono"
            rows={3}
            value={text}
            aria-label={t('roadTrust.explainHint')}
            placeholder={`${t('roadTrust.explainHint')}: ${t('roadTrust.explainPlaceholder')}`}
            onChange={({ target }) => setText(target.value)}
          />
          <Button
            type="primary"
            disabled={text.trim() === ''}
            loading={isPending}
            onClick={() => mutate({ spdu: text.trim(), ...(isGiven ? { at: given.at } : {}) })}
          >
            {t('roadTrust.explainRun')}
          </Button>
        </div>
        {data ? <Judged explanation={data} /> : <EmptyState size="small" title={t('roadTrust.explainEmpty')} />}
      </div>
    </Panel>
  );
};

const STEP_STATUS = { passed: 'finish', failed: 'error', 'not-reached': 'wait' } as const;

const Judged = ({ explanation }: { readonly explanation: Explanation }) => {
  const { t } = useTranslation();
  const { verdict, steps, fields, chain } = explanation;
  const isValid = verdict.step === null;
  const failed = steps.findIndex(({ state }) => state === 'failed');
  const why = verdictWords(t, verdict.verdict);
  return (
    <>
      <Alert
        type={isValid ? 'success' : 'error'}
        showIcon
        title={isValid ? t('roadTrust.valid') : t('roadTrust.refused', { why })}
        description={verdict.offset === null ? undefined : t('roadTrust.atByte', { offset: verdict.offset })}
      />
      <Steps
        size="small"
        current={failed < 0 ? steps.length : failed}
        titlePlacement="vertical"
        items={steps.map(({ step, state }) => ({
          title: t(`roadTrust.steps.${step}`),
          content: t(`roadTrust.stateOf.${state}`),
          status: STEP_STATUS[state],
        }))}
      />
      <div className="row" style={{ alignItems: 'flex-start', gap: 24, flexWrap: 'wrap' }}>
        <div style={{ flex: '1 1 420px', minWidth: 0 }}>
          <h3>{t('roadTrust.fields')}</h3>
          <Facts
            items={fields.map(({ name, value, step }) => [
              t(`roadTrust.fieldOf.${name}`),
              <span
                key={name}
                className="mono"
                data-tone={step === verdict.step ? 'critical' : undefined}
                style={{ overflowWrap: 'anywhere' }}
              >
                <FieldValue name={name} value={value} />
              </span>,
            ])}
          />
        </div>
        <div style={{ flex: '1 1 380px', minWidth: 0 }}>
          <h3>{t('roadTrust.chain')}</h3>
          {chain.length === 0 ? (
            <EmptyState size="small" title={t('roadTrust.chainEmpty')} />
          ) : (
            <div className="stack">
              {chain.map((certificate) => (
                <ChainLink key={certificate.id8} certificate={certificate} />
              ))}
            </div>
          )}
        </div>
      </div>
    </>
  );
};

const MOMENTS = new Set<string>(['generated', 'expires']);

const FieldValue = ({ name, value }: Pick<DecodedField, 'name' | 'value'>) => {
  const { t } = useTranslation();
  if (MOMENTS.has(name)) return <TimeText at={value} precise="millisecond" />;
  return name === 'curve' ? curveName(value) : fieldValue(t, name, value);
};

const ChainLink = ({ certificate }: { readonly certificate: CertificateView }) => {
  const { t } = useTranslation();
  const { id8, name, from, until, curve, region, applications } = certificate;
  return (
    <Facts
      items={[
        [t('roadTrust.name'), <strong key="name">{name || t('roadTrust.unnamed')}</strong>],
        [t('roadTrust.id8'), <span key="id8" className="mono">{`${id8} · ${curveName(curve)}`}</span>],
        [
          t('roadTrust.validity'),
          <span key="until">
            <TimeText at={from} /> – <TimeText at={until} />
          </span>,
        ],
        [t('roadTrust.region'), region.kind === 'any' ? t('roadTrust.regionAny') : region.text],
        [t('roadTrust.applications'), applications.join(', ')],
      ]}
    />
  );
};
