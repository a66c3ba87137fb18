import type { RunStatus, RunStep } from '@chedun/playbooks/contract';
import { Input, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { Chip } from '../../ui/Tags.tsx';
import { localName } from './localName.ts';

/** Shows names of playbooks and steps in the language of the reader. */
export const useLocalName = (): ((name: string) => string) => {
  const { language } = usePreferences();
  return (name) => localName(name, language);
};

const RUN_TONE: Readonly<Record<RunStatus, string>> = {
  running: 'low',
  succeeded: 'good',
  failed: 'critical',
  stopped: 'info',
};

/** State of a run. */
export const RunStatusChip = ({ status }: { readonly status: RunStatus }) => {
  const { t } = useTranslation();
  return <Chip tone={RUN_TONE[status]}>{t(`playbooks.runStatus.${status}`)}</Chip>;
};

const STEP_TONE: Readonly<Record<RunStep['status'], string>> = {
  'waiting-release': 'medium',
  queued: 'low',
  running: 'low',
  'waiting-person': 'medium',
  done: 'good',
  failed: 'critical',
  cancelled: 'info',
  undone: 'info',
};

/** State of a step. */
export const StepStatusChip = ({ status }: { readonly status: RunStep['status'] }) => {
  const { t } = useTranslation();
  return <Chip tone={STEP_TONE[status]}>{t(`playbooks.stepStatus.${status}`)}</Chip>;
};

/** Asks for a reason before something is done; it goes into the record. */
export const ReasonDialog = ({
  title,
  about,
  busy,
  onOk,
  onClose,
}: {
  readonly title: string;
  readonly about: ReactNode;
  readonly busy: boolean;
  readonly onOk: (comment: string) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [comment, setComment] = useState('');
  return (
    <Modal
      open
      title={title}
      okText={title}
      okButtonProps={{ disabled: comment.trim() === '', loading: busy }}
      onOk={() => onOk(comment.trim())}
      onCancel={onClose}
    >
      <div className="stack" style={{ margin: '12px 0' }}>
        <span>{about}</span>
        <Input.TextArea
          rows={3}
          maxLength={2000}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
          placeholder={t('playbooks.reason')}
          aria-label={t('playbooks.reason')}
        />
      </div>
    </Modal>
  );
};
