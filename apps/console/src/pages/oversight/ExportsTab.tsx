import { oversightPermissions, type ExportLine } from '@chedun/oversight/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listSupervisedExports } from '../../api/oversight.ts';
import { useMay } from '../../app/session.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useWords } from '../documents/useWords.ts';
import { dayText } from './parts.tsx';
import { SendDialog } from './SendDialog.tsx';

type Problem = ExportLine['problems'][number];
interface Chosen {
  readonly line: ExportLine;
  readonly problem: Problem;
}

const Problems = ({
  line,
  onTask,
}: {
  readonly line: ExportLine;
  readonly onTask: ((chosen: Chosen) => void) | undefined;
}) => {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <div className="stack" style={{ gap: 6 }}>
      {line.problems.length === 0 && <Chip tone="good">{t('oversight.exports.none')}</Chip>}
      {line.problems.map((problem) => (
        <span key={words(problem.text)}>
          {words(problem.text)}{' '}
          {problem.notice !== null && (
            <Link to="/oversight/notices/$id" params={{ id: problem.notice }}>
              {t('oversight.exports.tasked')}
            </Link>
          )}
          {problem.notice === null && onTask !== undefined && (
            <Button size="small" onClick={() => onTask({ line, problem })}>
              {t('oversight.exports.task')}
            </Button>
          )}
        </span>
      ))}
    </div>
  );
};

const useColumns = (onTask: ((chosen: Chosen) => void) | undefined): Column<ExportLine>[] => {
  const { t } = useTranslation();
  const words = useWords();
  const route = (name: ExportLine['declaredRoute']): string =>
    name === null ? '—' : t(`oversight.exports.routes.${name}`);
  return [
    textColumn('firm', t('oversight.firm'), ({ enterprise }) => enterprise.name, { width: 190 }),
    shownColumn(
      'number',
      t('oversight.exports.number'),
      ({ number, filing }) => (filing === null ? t('oversight.exports.noFiling') : number),
      ({ number, filing }) =>
        filing === null ? <Chip tone="high">{t('oversight.exports.noFiling')}</Chip> : number || '—',
      { width: 130 },
    ),
    textColumn('declared', t('oversight.exports.declared'), ({ declaredRoute }) => route(declaredRoute), {
      width: 130,
    }),
    textColumn('computed', t('oversight.exports.computed'), ({ computedRoute }) => route(computedRoute), {
      width: 130,
    }),
    textColumn('persons', t('oversight.exports.persons'), ({ persons }) => persons, { width: 90, align: 'right' }),
    textColumn('sensitive', t('oversight.exports.sensitive'), ({ sensitive }) => sensitive, {
      width: 110,
      align: 'right',
    }),
    textColumn('observed', t('oversight.exports.observed'), ({ observedPersons }) => observedPersons ?? '—', {
      width: 110,
      align: 'right',
    }),
    textColumn(
      'recipients',
      t('oversight.exports.recipients'),
      ({ recipients }) => recipients.join(t('oversight.comma')) || '—',
      {
        width: 160,
      },
    ),
    shownColumn(
      'problems',
      t('oversight.exports.problems'),
      ({ problems }) => problems.map(({ text }) => words(text)).join(t('oversight.semicolon')),
      (line) => <Problems line={line} onTask={onTask} />,
    ),
  ];
};

/** 数据出境登记: declared against what later reports say. */
export const ExportsTab = () => {
  const { t } = useTranslation();
  const words = useWords();
  const may = useMay()(oversightPermissions.act);
  const [chosen, setChosen] = useState<Chosen>();
  const found = useQuery({
    queryKey: ['oversight', 'exports'],
    queryFn: ({ signal }) => listSupervisedExports(signal),
  });
  const columns = useColumns(may ? setChosen : undefined);
  return (
    <Panel title={t('oversight.tabs.exports')} hint={t('oversight.exports.about')} body="flush">
      <DataTable<ExportLine>
        columns={columns}
        rows={found.data?.items}
        error={found.error}
        onRetry={() => void found.refetch()}
        rowKey={({ enterprise }) => enterprise.id}
        exportName="chedun-data-exports"
        minWidth={1420}
        empty={<EmptyState title={t('oversight.exports.empty')} hint={t('oversight.exports.emptyHint')} />}
      />
      {chosen !== undefined && (
        <SendDialog
          initial={{
            kind: 'task',
            title: t('oversight.exports.taskTitle'),
            text: words(chosen.problem.text),
            basis: 'x16-7',
            dueOn: dayText(15),
            enterprises: [chosen.line.enterprise.id],
          }}
          source={{ kind: 'export', id: `${chosen.line.enterprise.id}/${chosen.problem.rule}` }}
          onClose={() => setChosen(undefined)}
        />
      )}
    </Panel>
  );
};
