import type { AccessAccount, AccessFlag, AccessRuleId, Decision } from '@chedun/access-reviews/contract';
import { Tooltip } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { TimeText } from '../../ui/Time.tsx';

const HIGH: readonly AccessRuleId[] = ['root-rights', 'conflicting-duties', 'orphan', 'no-second-factor', 'wildcard'];
const LOW: readonly AccessRuleId[] = ['never-used', 'administrator'];

/** Colour of a rule. */
const toneOf = (rule: AccessRuleId): string =>
  HIGH.includes(rule) ? 'critical' : LOW.includes(rule) ? 'info' : 'medium';

/** What a rule found, explained when one points at it. */
export const FlagChip = ({
  rule,
  isAccepted = false,
  count,
}: Partial<AccessFlag> & { readonly rule: AccessRuleId; readonly count?: number }) => {
  const { t } = useTranslation();
  const more = isAccepted ? ` · ${t('accessReviews.accepted')}` : '';
  return (
    <Tooltip title={`${t(`accessReviews.why.${rule}`)}${more}`}>
      <span className="chip" data-tone={isAccepted ? undefined : toneOf(rule)}>
        {t(`accessReviews.rules.${rule}`)}
        {count !== undefined && ` ${count}`}
      </span>
    </Tooltip>
  );
};

const TONES: Readonly<Record<Decision, string>> = {
  keep: 'good',
  reduce: 'medium',
  disable: 'high',
  remove: 'critical',
};
/** What was decided. */
export const DecisionChip = ({ decision, count }: { readonly decision: Decision; readonly count?: number }) => {
  const { t } = useTranslation();
  return (
    <span className="chip" data-tone={TONES[decision]}>
      {t(`accessReviews.decisions.${decision}`)}
      {count !== undefined && ` ${count}`}
    </span>
  );
};

/** Columns that accounts of systems and of reviews share. */
export const accountColumns = <Row extends AccessAccount>(
  t: TFunction,
  flagsOf: (row: Row) => readonly { readonly rule: AccessRuleId; readonly isAccepted?: boolean }[],
): readonly Column<Row>[] => [
  monoColumn('name', t('accessReviews.account'), ({ name }) => name, { width: 150, serverSort: 'name' }),
  textColumn('person', t('accessReviews.person'), ({ person }) => person, { width: 110, clip: 'clip' }),
  textColumn('kind', t('accessReviews.kind'), ({ kind }) => t(`accessReviews.kinds.${kind}`), { width: 70 }),
  shownColumn(
    'flags',
    t('accessReviews.problems'),
    (row) =>
      flagsOf(row)
        .map(({ rule }) => t(`accessReviews.rules.${rule}`))
        .join(' '),
    (row) => (
      <span className="row wrap" style={{ gap: 4 }}>
        {flagsOf(row).map((flag) => (
          <FlagChip key={flag.rule} {...flag} />
        ))}
      </span>
    ),
    { width: 230, serverSort: 'flags' },
  ),
  textColumn('roles', t('accessReviews.roles'), ({ roles }) => roles.join(t('accessReviews.divider')), {
    clip: 'clip',
  }),
  shownColumn(
    'lastSignIn',
    t('accessReviews.lastSignIn'),
    ({ lastSignInAt }) => lastSignInAt ?? '',
    ({ lastSignInAt, hasSignedIn }) =>
      lastSignInAt === null ? (
        <span className="faint">
          {t(hasSignedIn === false ? 'accessReviews.neverSignedIn' : 'accessReviews.notTold')}
        </span>
      ) : (
        <TimeText at={lastSignInAt} />
      ),
    { width: 150, serverSort: 'lastSignIn' },
  ),
  textColumn(
    'state',
    t('accessReviews.state'),
    ({ isEnabled }) => t(isEnabled ? 'accessReviews.enabled' : 'accessReviews.disabled'),
    { width: 70 },
  ),
  textColumn(
    'secondFactor',
    t('accessReviews.secondFactor'),
    ({ hasSecondFactor: has }) => (has === null ? '-' : t(has ? 'accessReviews.yes' : 'accessReviews.no')),
    { width: 80 },
  ),
];
