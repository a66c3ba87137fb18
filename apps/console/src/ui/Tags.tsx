import type { FindingStatus, Severity } from '@chedun/governance/contract';
import { useTranslation } from 'react-i18next';

/** Severity in its colour. */
export const SeverityTag = ({ severity }: { readonly severity: Severity }) => {
  const { t } = useTranslation();
  return (
    <span className="sev" data-tone={severity}>
      <span className="dot" />
      {t(`severity.${severity}`)}
    </span>
  );
};

const STATUS_TONE: Readonly<Record<FindingStatus, string>> = {
  open: 'critical',
  triaging: 'medium',
  'in-progress': 'low',
  resolved: 'good',
  'false-positive': 'info',
  'risk-accepted': 'info',
  drill: 'info',
};

/** Status of a finding. */
export const StatusTag = ({ status }: { readonly status: FindingStatus }) => {
  const { t } = useTranslation();
  return (
    <span className="chip" data-tone={STATUS_TONE[status]}>
      {t(`findingStatus.${status}`)}
    </span>
  );
};

/** Severity of OCSF (0 unknown … 6 fatal) as a dot with its name. */
export const EventSeverity = ({ id }: { readonly id: number }) => {
  const { t } = useTranslation();
  const level = ocsfLevel(id);
  return (
    <span className="row nowrap" data-tone={level === 'unknown' ? 'info' : level} title={t(`eventSeverity.${level}`)}>
      <span className="dot" />
    </span>
  );
};

/** Name of an OCSF severity_id. */
const ocsfLevel = (id: number): 'unknown' | 'informational' | 'low' | 'medium' | 'high' | 'critical' => {
  const levels = ['unknown', 'informational', 'low', 'medium', 'high', 'critical', 'critical'] as const;
  return levels[id] ?? 'unknown';
};

/** A short label; `tone` is one of the tones of the style sheet. */
export const Chip = ({
  children,
  tone,
  title,
}: {
  readonly children: React.ReactNode;
  readonly tone?: string;
  readonly title?: string;
}) => (
  <span className="chip" data-tone={tone} title={title}>
    {children}
  </span>
);

/** A state as a dot and its name. */
export const StateDot = ({ tone, children }: { readonly tone: string; readonly children: React.ReactNode }) => (
  <span className="row nowrap" style={{ gap: 6 }} data-tone={tone}>
    <span className="dot" />
    <span>{children}</span>
  </span>
);
