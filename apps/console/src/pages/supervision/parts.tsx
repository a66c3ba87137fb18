import { PROVINCES } from '@chedun/organisation/contract';
import type { FilingLine } from '@chedun/supervision/contract';
import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useWords } from '../documents/useWords.ts';
import { StateChip } from '../filing/parts.tsx';

/** Name of a province by its division code; an unknown code stays as it is. */
export const useProvince = (): ((code: string) => string) => {
  const words = useWords();
  return useCallback(
    (code) => {
      const known = Object.entries(PROVINCES).find(([each]) => each === code)?.[1];
      return known === undefined ? code : words(known);
    },
    [words],
  );
};

const timeColumns = (t: TFunction) => {
  const received: Column<FilingLine> = shownColumn(
    'received',
    t('supervision.received'),
    ({ receivedAt }) => receivedAt,
    ({ receivedAt }) => <TimeText at={receivedAt} />,
    { width: 160 },
  );
  const decided: Column<FilingLine> = shownColumn(
    'decided',
    t('supervision.decided'),
    ({ decidedAt }) => decidedAt ?? '',
    ({ decidedAt }) => (decidedAt === null ? '—' : <TimeText at={decidedAt} />),
    { width: 160 },
  );
  return { received, decided };
};

const numberColumns = (t: TFunction) => {
  const rounds: Column<FilingLine> = textColumn('rounds', t('supervision.rounds'), (each) => each.rounds, {
    width: 90,
  });
  const acceptance: Column<FilingLine> = monoColumn(
    'acceptance',
    t('supervision.acceptance'),
    (each) => each.acceptance,
    {
      width: 130,
    },
  );
  const number: Column<FilingLine> = monoColumn('number', t('supervision.number'), (each) => each.number, {
    width: 130,
  });
  return { rounds, acceptance, number };
};

/** Columns that every list of filings has. */
export const useFilingColumns = () => {
  const { t } = useTranslation();
  const words = useWords();
  const firm: Column<FilingLine> = textColumn('firm', t('supervision.firm'), ({ enterprise }) => enterprise.name);
  const title: Column<FilingLine> = textColumn('title', t('supervision.title'), (each) => words(each.title));
  const kind: Column<FilingLine> = textColumn('kind', t('supervision.kind'), ({ kindTitle }) => words(kindTitle), {
    width: 110,
  });
  const state: Column<FilingLine> = shownColumn(
    'state',
    t('supervision.state'),
    (each) => t(`filing.states.${each.state}`),
    (each) => <StateChip state={each.state} />,
    { width: 100 },
  );
  const due: Column<FilingLine> = shownColumn(
    'due',
    t('supervision.due'),
    ({ dueOn }) => dueOn ?? '',
    ({ dueOn, overdue }) => (
      <span className="row nowrap" style={{ gap: 6 }}>
        {dueOn ?? '—'} {overdue && <Chip tone="critical">{t('supervision.overdue')}</Chip>}
      </span>
    ),
    { width: 170 },
  );
  const problems: Column<FilingLine> = shownColumn(
    'problems',
    t('supervision.problems'),
    (each) => each.problems,
    (each) =>
      each.problems === 0 ? (
        <span className="faint">{t('supervision.problemsNone')}</span>
      ) : (
        <Chip tone="high">{each.problems}</Chip>
      ),
    { width: 90 },
  );
  return { firm, title, kind, state, due, problems, ...timeColumns(t), ...numberColumns(t) };
};
