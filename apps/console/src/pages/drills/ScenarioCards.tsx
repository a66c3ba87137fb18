import { drillPermissions, type ScenarioSummary } from '@chedun/drills/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listScenarios, runWork } from '../../api/drills.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useRunWork } from './parts.tsx';

/** The scenarios that the product brings. */
export const ScenarioCards = () => {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<ScenarioSummary>();
  const found = useQuery({ queryKey: ['drills', 'scenarios'], queryFn: ({ signal }) => listScenarios(signal) });
  return (
    <Panel title={t('drills.scenarios')}>
      {found.error !== null && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      <div className="grid" style={{ gridTemplateColumns: 'repeat(auto-fill, minmax(340px, 1fr))', gap: 12 }}>
        {(found.data?.items ?? []).map((scenario) => (
          <ScenarioCard key={scenario.id} scenario={scenario} onPrepare={() => setChosen(scenario)} />
        ))}
      </div>
      {chosen && <PrepareDialog scenario={chosen} onClose={() => setChosen(undefined)} />}
    </Panel>
  );
};

const ScenarioCard = ({
  scenario,
  onPrepare,
}: {
  readonly scenario: ScenarioSummary;
  readonly onPrepare: () => void;
}) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const may = useMay();
  return (
    <article className="panel" style={{ padding: '12px 14px', display: 'flex', flexDirection: 'column', gap: 6 }}>
      <strong style={{ fontSize: 15 }}>{textIn(scenario.title, language)}</strong>
      <span className="soft">{textIn(scenario.goal, language)}</span>
      <span className="row wrap" style={{ gap: 6 }}>
        {scenario.families.map((family) => (
          <Chip key={family}>{t(`drills.families.${family}`)}</Chip>
        ))}
      </span>
      <span className="faint">
        {[
          t('drills.minutes', { minutes: scenario.minutes }),
          t('drills.injectsOf', { technical: scenario.technical, human: scenario.human }),
          t('drills.expectationsOf', { count: scenario.expectations }),
        ].join(' · ')}
      </span>
      {scenario.speed !== 1 && (
        <span className="faint">{t('drills.speed', { minutes: Math.round(60 / scenario.speed) })}</span>
      )}
      {scenario.missing.length > 0 && (
        <Chip tone="medium">{t('drills.missingRules', { count: scenario.missing.length })}</Chip>
      )}
      {may(drillPermissions.manage) && (
        <span style={{ marginTop: 'auto' }}>
          <Button size="small" type="primary" onClick={onPrepare}>
            {t('drills.prepare')}
          </Button>
        </span>
      )}
    </article>
  );
};

const PrepareDialog = ({ scenario, onClose }: { readonly scenario: ScenarioSummary; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const navigate = useNavigate();
  const [form] = Form.useForm<{ observer: string }>();
  const prepare = useRunWork(async ({ observer }: { observer: string }) => {
    const run = await runWork.prepare({ scenario: scenario.id, observer });
    void navigate({ to: '/drills/$id', params: { id: run.id } });
    return run;
  });
  return (
    <Modal
      open
      title={textIn(scenario.title, language)}
      okText={t('drills.prepare')}
      confirmLoading={prepare.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="soft">{textIn(scenario.briefing, language)}</p>
      <p className="faint">{t('drills.prepareHint')}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ observer: '' }}
        onFinish={(written) => prepare.mutate(written)}
      >
        <Form.Item name="observer" label={t('drills.observer')} extra={t('drills.observerHint')}>
          <Input maxLength={60} />
        </Form.Item>
      </Form>
    </Modal>
  );
};
