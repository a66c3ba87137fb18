import { drillPermissions, type Run, type RunExpectation, type RunTarget } from '@chedun/drills/contract';
import type { TeamRole } from '@chedun/duty-roster/contract';
import { Button, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { runWork } from '../../api/drills.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useNow } from '../../ui/useNow.ts';
import { TargetChip, useRunWork, useTimes, VerdictChip } from './parts.tsx';

interface Asked {
  readonly expectation: RunExpectation;
  readonly target: RunTarget;
  readonly what: 'answer' | 'judge';
}

const roleOf = (target: RunTarget): TeamRole => target.key.slice('role:'.length) as TeamRole;

/** What is expected, by whom and until when; people answer, the observer judges. */
export const ExpectationPanel = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked>();
  return (
    <Panel title={t('drills.expectations')}>
      <div className="stack">
        {run.expectations.map((each) => (
          <ExpectationView key={each.id} run={run} expectation={each} onAsk={setAsked} />
        ))}
      </div>
      {asked?.what === 'answer' && <AnswerDialog run={run} asked={asked} onClose={() => setAsked(undefined)} />}
      {asked?.what === 'judge' && <JudgeDialog run={run} asked={asked} onClose={() => setAsked(undefined)} />}
    </Panel>
  );
};

const ExpectationView = ({
  run,
  expectation,
  onAsk,
}: {
  readonly run: Run;
  readonly expectation: RunExpectation;
  readonly onAsk: (asked: Asked) => void;
}) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { verdict, family, weight, mode, withinMinutes, asks, clock, dueAt } = expectation;
  return (
    <article className="panel" style={{ padding: '8px 10px' }}>
      <div className="row wrap" style={{ gap: 8 }}>
        <VerdictChip verdict={verdict} />
        <strong>{textIn(expectation.title, language)}</strong>
        {dueAt !== null && verdict === 'open' && <Left dueAt={dueAt} />}
      </div>
      <div className="faint">
        {[
          t(`drills.families.${family}`),
          ...(asks === null ? [] : [t(`drills.asks.${asks}`)]),
          t('drills.within', { minutes: withinMinutes }),
          ...(expectation.targets.length > 1 ? [t(mode === 'all' ? 'drills.modeAll' : 'drills.modeAny')] : []),
          t('drills.weight', { weight }),
          ...(clock === null ? [] : [t('drills.clock', { rule: clock.rule })]),
        ].join(' · ')}
      </div>
      <div className="stack" style={{ gap: 4, marginTop: 6 }}>
        {expectation.targets.map((target) => (
          <TargetView key={target.key} run={run} expectation={expectation} target={target} onAsk={onAsk} />
        ))}
      </div>
    </article>
  );
};

const Left = ({ dueAt }: { readonly dueAt: string }) => {
  const { t } = useTranslation();
  const left = Math.ceil((Date.parse(dueAt) - useNow(5000)) / 60_000);
  return (
    <Chip
      tone={left <= 2 ? 'critical' : 'low'}
    >{`${t('drills.left')} ${t('drills.inMinutes', { n: Math.max(0, left) })}`}</Chip>
  );
};

const TargetView = ({
  run,
  expectation,
  target,
  onAsk,
}: {
  readonly run: Run;
  readonly expectation: RunExpectation;
  readonly target: RunTarget;
  readonly onAsk: (asked: Asked) => void;
}) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const times = useTimes();
  const may = useMay();
  const works = run.state === 'running' && expectation.kind === 'human' && expectation.dueAt !== null;
  return (
    <div>
      <div className="row wrap" style={{ gap: 8 }}>
        <TargetChip state={target.state} />
        <span>{textIn(target.label, language)}</span>
        <span className="faint">{times.seconds(target.seconds)}</span>
        {works && target.state === 'open' && may(drillPermissions.takePart) && (
          <Button size="small" onClick={() => onAsk({ expectation, target, what: 'answer' })}>
            {t('drills.answer')}
          </Button>
        )}
        {works && target.state === 'answered' && may(drillPermissions.manage) && (
          <Button size="small" type="primary" onClick={() => onAsk({ expectation, target, what: 'judge' })}>
            {t('drills.judge')}
          </Button>
        )}
      </div>
      {target.answer !== '' && (
        <div className="soft">
          <span className="faint">{t('drills.answeredBy', { who: target.by ?? '' })}</span>
          {target.answer}
        </div>
      )}
      {target.comment !== '' && (
        <div className="soft">
          {target.judgedBy !== null && <span className="faint">{t('drills.judgedBy', { who: target.judgedBy })}</span>}
          {target.comment}
        </div>
      )}
    </div>
  );
};

interface DialogProps {
  readonly run: Run;
  readonly asked: Asked;
  readonly onClose: () => void;
}

const useTitle = ({ expectation, target }: Asked): string => {
  const { language } = usePreferences();
  return `${textIn(expectation.title, language)} · ${textIn(target.label, language)}`;
};

const AnswerDialog = ({ run, asked, onClose }: DialogProps) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ text: string }>();
  const order = { expectation: asked.expectation.id, role: roleOf(asked.target) };
  const work = useRunWork(({ text }: { text: string }) => runWork.answer(run.id, { ...order, text }), onClose);
  const title = useTitle(asked);
  return (
    <Modal
      open
      title={title}
      okText={t('drills.answer')}
      confirmLoading={work.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" onFinish={(written) => work.mutate(written)}>
        <Form.Item
          name="text"
          label={t('drills.answerText')}
          rules={[{ required: true, message: t('common.required') }]}
        >
          <Input.TextArea rows={5} maxLength={4000} />
        </Form.Item>
      </Form>
    </Modal>
  );
};

interface Judgement {
  readonly verdict: 'met' | 'missed';
  readonly comment: string;
}

const JudgeDialog = ({ run, asked, onClose }: DialogProps) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Judgement>();
  const order = { expectation: asked.expectation.id, role: roleOf(asked.target) };
  const work = useRunWork((written: Judgement) => runWork.judge(run.id, { ...order, ...written }), onClose);
  const title = useTitle(asked);
  return (
    <Modal
      open
      title={title}
      okText={t('drills.judge')}
      confirmLoading={work.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="soft">{asked.target.answer}</p>
      <Form<Judgement>
        form={form}
        layout="vertical"
        initialValues={{ verdict: 'met' }}
        onFinish={(written) => work.mutate(written)}
      >
        <Form.Item name="verdict">
          <Radio.Group
            options={[
              { value: 'met', label: t('drills.judgeMet') },
              { value: 'missed', label: t('drills.judgeMissed') },
            ]}
          />
        </Form.Item>
        <Form.Item
          name="comment"
          label={t('drills.judgeComment')}
          rules={[{ required: true, message: t('common.required') }]}
        >
          <Input.TextArea rows={3} maxLength={1000} />
        </Form.Item>
      </Form>
    </Modal>
  );
};
