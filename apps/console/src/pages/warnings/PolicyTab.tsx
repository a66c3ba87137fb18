import { warningPermissions, type PolicyInForce } from '@chedun/warnings/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Select, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { textIn } from '../../api/problem.ts';
import { changePolicy, getPolicy } from '../../api/warnings.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { LEVELS, LevelTag } from './levels.tsx';
import { policyOf, writtenPolicy, type WrittenPolicy } from './policyForm.ts';

type InForce = z.output<typeof PolicyInForce>;

/** The table that decides about warnings. */
export const PolicyTab = () => {
  const policy = useQuery({ queryKey: ['warnings', 'policy'], queryFn: ({ signal }) => getPolicy(signal) });
  if (policy.error !== null) return <ErrorState error={policy.error} onRetry={() => void policy.refetch()} />;
  if (policy.data === undefined) return <Skeleton active paragraph={{ rows: 10 }} />;
  return <PolicyForm key={policy.data.version} inForce={policy.data} />;
};

const PolicyForm = ({ inForce }: { readonly inForce: InForce }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const say = useSay();
  const client = useQueryClient();
  const writes = useMay()(warningPermissions.policy);
  const save = useMutation({
    mutationFn: (written: WrittenPolicy) =>
      changePolicy({ policy: policyOf(inForce.policy, written), note: written.note }),
    onSuccess: ({ version }) => {
      void client.invalidateQueries({ queryKey: ['warnings'] });
      say.done(t('warnings.policy.saved', { version }));
    },
    onError: say.problem,
  });
  return (
    <Form<WrittenPolicy>
      layout="vertical"
      disabled={!writes}
      initialValues={writtenPolicy(inForce.policy)}
      onFinish={(written) => save.mutate(written)}
    >
      <div className="stack">
        <div className="soft">
          {t('warnings.policy.about', { version: inForce.version })} {textIn(inForce.policy.note, language)}
        </div>
        <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', alignItems: 'start' }}>
          <LevelsPanel inForce={inForce} />
          <RulesPanel inForce={inForce} />
          <GeneralPanel />
          <VersionsPanel inForce={inForce} />
        </div>
        {writes && (
          <Panel>
            <div className="row" style={{ alignItems: 'flex-start' }}>
              <Form.Item
                name="note"
                style={{ flex: 1, margin: 0 }}
                rules={[{ required: true, message: t('common.required') }]}
              >
                <Input placeholder={t('warnings.policy.note')} maxLength={500} />
              </Form.Item>
              <Button type="primary" htmlType="submit" loading={save.isPending}>
                {t('warnings.policy.save')}
              </Button>
            </div>
          </Panel>
        )}
      </div>
    </Form>
  );
};

const plain = { margin: 0 };

const LevelsPanel = ({ inForce }: { readonly inForce: InForce }) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('warnings.policy.levels')} hint={t('warnings.possibleNote')}>
      <div className="grid" style={{ gridTemplateColumns: '70px 80px 1fr 90px 110px', alignItems: 'center', gap: 10 }}>
        {(['levelName', 'policy.possible', 'policy.issue', 'policy.calm', 'policy.limit'] as const).map((name) => (
          <span key={name} className="faint" title={name === 'policy.calm' ? t('warnings.policy.calmHint') : undefined}>
            {t(`warnings.${name}`)}
          </span>
        ))}
        {LEVELS.map((level) => (
          <LevelRow key={level} level={level} possible={inForce.policy.levels[level].possibleLevel} />
        ))}
      </div>
    </Panel>
  );
};

const LevelRow = ({ level, possible }: { readonly level: (typeof LEVELS)[number]; readonly possible: string }) => {
  const { t } = useTranslation();
  return (
    <>
      <LevelTag level={level} />
      <span>{possible}</span>
      <Form.Item name={['levels', level, 'issue']} style={plain}>
        <Select
          options={(['automatic', 'confirm'] as const).map((value) => ({
            value,
            label: t(`warnings.policy.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name={['levels', level, 'calmHours']} style={plain}>
        <Input type="number" min={0} aria-label={t('warnings.policy.calm')} />
      </Form.Item>
      <Form.Item name={['levels', level, 'timeLimitHours']} style={plain}>
        <Input type="number" min={1} aria-label={t('warnings.policy.limit')} />
      </Form.Item>
    </>
  );
};

const RulesPanel = ({ inForce }: { readonly inForce: InForce }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <Panel title={t('warnings.policy.rules')}>
      <div className="grid" style={{ gridTemplateColumns: '1fr 120px 100px 100px', alignItems: 'center', gap: 10 }}>
        {inForce.policy.rules.map((rule, index) => (
          <div key={rule.id} style={{ display: 'contents' }}>
            <span>{textIn(rule.title, language)}</span>
            <span className="faint">{t(`warnings.policy.trigger.${rule.trigger.kind}`)}</span>
            <Form.Item name={['rules', index, 'threshold']} style={plain}>
              <Input type="number" min={0} aria-label={t('warnings.policy.threshold')} />
            </Form.Item>
            <Form.Item name={['rules', index, 'level']} style={plain}>
              <Select options={LEVELS.map((value) => ({ value, label: t(`warnings.level.${value}`) }))} />
            </Form.Item>
          </div>
        ))}
      </div>
    </Panel>
  );
};

const GeneralPanel = () => {
  const { t } = useTranslation();
  const number = (
    name: 'halfLifeHours' | 'ruleCap' | 'muteHours' | 'escalateMinutes' | 'mostWarnings',
    label: string,
  ) => (
    <Form.Item name={name} label={label}>
      <Input type="number" min={0} />
    </Form.Item>
  );
  return (
    <Panel title={t('warnings.policy.general')}>
      <div className="grid" style={{ gridTemplateColumns: '1fr 1fr 1fr' }}>
        {number('halfLifeHours', t('warnings.policy.halfLife'))}
        {number('ruleCap', t('warnings.policy.cap'))}
        {number('mostWarnings', t('warnings.policy.most'))}
        {number('muteHours', t('warnings.policy.mute'))}
        {number('escalateMinutes', t('warnings.policy.escalate'))}
      </div>
      <div className="grid" style={{ gridTemplateColumns: '1fr 1fr' }}>
        <Form.Item name="issuer" label={t('warnings.issuer')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="telephone" label={t('warnings.telephone')}>
          <Input maxLength={100} />
        </Form.Item>
      </div>
    </Panel>
  );
};

const VersionsPanel = ({ inForce }: { readonly inForce: InForce }) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('warnings.policy.versions')}>
      {inForce.versions.length === 0 ? (
        <EmptyState size="small" title={t('warnings.policy.versionsNone')} hint={t('warnings.policy.shipped')} />
      ) : (
        <ol className="warning-history">
          {inForce.versions.map((each) => (
            <li key={each.version}>
              <strong>{t('warnings.packets.version', { version: each.version })}</strong> {each.note}
              <div className="faint">
                {each.by} · <TimeText at={each.at} />
              </div>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
};
