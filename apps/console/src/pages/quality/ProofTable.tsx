import type { Proof } from '@chedun/quality/contract';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { StateDot } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { PROOF_TONE } from './ProofMap.tsx';
import { RuleLink, ruleTitle } from './RuleLink.tsx';

const WORST = ['missed', 'stale', 'waiting', 'untestable', 'proven'];
const named = ({ ruleId, ruleTitle: title, ruleTitleZh }: Proof) => ({ id: ruleId, title, titleZh: ruleTitleZh });

/** Every enabled rule with its last drill; what is wrong stands first. */
export const ProofTable = ({ items }: { readonly items: readonly Proof[] }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const rows = useMemo(() => items.toSorted((a, b) => WORST.indexOf(a.state) - WORST.indexOf(b.state)), [items]);
  const columns = useMemo(
    (): readonly Column<Proof>[] => [
      shownColumn(
        'state',
        t('quality.result'),
        ({ state }) => t(`quality.proofStates.${state}`),
        ({ state }) => <StateDot tone={PROOF_TONE[state]}>{t(`quality.proofStates.${state}`)}</StateDot>,
        { width: 130 },
      ),
      shownColumn(
        'rule',
        t('quality.rule'),
        (row) => ruleTitle(named(row), language),
        (row) => (row.kind === 'rule' ? <RuleLink rule={named(row)} /> : ruleTitle(named(row), language)),
        { clip: 'clip' },
      ),
      monoColumn('family', t('quality.family'), ({ family }) => family, { width: 220 }),
      shownColumn(
        'proven',
        t('quality.provenAt'),
        ({ provenAt }) => provenAt ?? '',
        ({ provenAt }) => <AgoText at={provenAt} />,
        { width: 130 },
      ),
      textColumn(
        'seconds',
        t('quality.took'),
        ({ seconds }) => (seconds === null ? '—' : t('quality.seconds', { value: seconds })),
        { width: 100, align: 'right' },
      ),
      shownColumn(
        'finding',
        '',
        ({ findingId }) => findingId ?? '',
        ({ findingId }) =>
          findingId === null ? null : (
            <Link to="/alerts/$id" params={{ id: findingId }}>
              {t('quality.openAlert')}
            </Link>
          ),
        { width: 110 },
      ),
    ],
    [t, language],
  );
  return (
    <DataTable<Proof>
      rows={rows}
      columns={columns}
      rowKey={({ ruleId }) => ruleId}
      sorting="browser"
      exportName="chedun-proofs"
      empty={<EmptyState size="small" title={t('quality.drillEmpty')} />}
    />
  );
};
