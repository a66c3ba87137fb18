import type { ProofView } from '@chedun/seal/contract';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { Chip, StateDot } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { formatCount } from '../../lib/format.ts';
import { signatureName } from './names.ts';
import { ProofTree } from './ProofTree.tsx';

const STEPS = ['signature', 'header', 'payload', 'path', 'record'] as const;

/** What a proof says, step by step, with the way from the record up to the signed root as a picture. */
export const ProofPicture = ({ proof }: { readonly proof: ProofView }) => {
  const { t } = useTranslation();
  const holds = proof.failed === null;
  return (
    <>
      <Alert
        type={holds ? 'success' : 'error'}
        showIcon
        title={t(holds ? 'seal.holds' : 'seal.fails')}
        description={proof.failed === null ? t('seal.holdsAbout') : t(`seal.steps.${proof.failed}`)}
      />
      <div className="proof-columns">
        <div className="stack">
          <Panel title={t('seal.prove')}>
            <div className="stack" style={{ gap: 6 }}>
              <Steps failed={proof.failed} />
              <About proof={proof} />
            </div>
          </Panel>
          <Panel title={t('seal.content')}>
            {proof.content === null ? (
              <span className="faint">{t('seal.withheld')}</span>
            ) : (
              <pre className="raw">{proof.content}</pre>
            )}
          </Panel>
          <span className="faint">{t('seal.offline')}</span>
        </div>
        <Panel title={t('seal.picture')} hint={t('seal.pictureHint')}>
          <ProofTree proof={proof} />
        </Panel>
      </div>
    </>
  );
};

const Steps = ({ failed }: Pick<ProofView, 'failed'>) => {
  const { t } = useTranslation();
  const stop = failed === null ? STEPS.length : STEPS.indexOf(failed);
  return (
    <>
      {STEPS.map((step, at) => (
        <StateDot key={step} tone={at < stop ? 'good' : at === stop ? 'critical' : 'info'}>
          {t(`seal.steps.${step}`)}
        </StateDot>
      ))}
    </>
  );
};

const About = ({ proof }: { readonly proof: ProofView }) => {
  const { t } = useTranslation();
  const { stream, seq, record, index, size, receivedAt, sealedAt, source, signatures } = proof;
  return (
    <Facts
      items={[
        [t('seal.position'), <span className="mono">{`${stream}/${seq}${record === null ? '' : `/${record}`}`}</span>],
        [t('seal.leaf'), t('seal.positionOf', { index: formatCount(index + 1), size: formatCount(size) })],
        [t('seal.source'), <span className="mono">{source}</span>],
        [t('seal.receivedAt'), <TimeText at={receivedAt} precise="millisecond" />],
        [t('seal.sealedAt'), <TimeText at={sealedAt} />],
        [
          t('seal.signatures'),
          <span className="row wrap" style={{ gap: 6 }}>
            {signatures.map(({ name, type, valid }) => (
              <Chip key={`${name} ${type}`} tone={valid ? 'good' : 'critical'} title={name}>
                {signatureName(t, type)}
              </Chip>
            ))}
          </span>,
        ],
      ]}
    />
  );
};
