import { filingPermissions, ProjectStep, type Project, type ProjectList } from '@chedun/filing/contract';
import { dayOf } from '@chedun/kernel';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { listProjects, stepProject } from '../../api/filing.ts';
import { useMay } from '../../app/session.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useNow } from '../../ui/useNow.ts';
import { useSay } from '../../ui/useSay.ts';
import { useWords } from '../documents/useWords.ts';
import { ProjectDialog } from './ProjectDialog.tsx';

const DATES = ['levelFixed', 'designApproved', 'build', 'filed', 'goLive'] as const;

const columnsOf = (
  t: TFunction,
  gateOf: (id: string) => string,
  actions: (project: Project) => ReactNode,
): Column<Project>[] => [
  textColumn('name', t('filing.projectName'), ({ name }) => name),
  textColumn('unit', t('filing.unit'), ({ unitName }) => unitName || '—', { clip: 'clip' }),
  ...DATES.map((name) =>
    textColumn<Project>(name, t(`filing.${name}`), (project) => project[name] ?? '—', { width: 108 }),
  ),
  shownColumn(
    'gates',
    t('filing.gate'),
    ({ violations }) => violations.map(gateOf).join(' · '),
    ({ violations }) =>
      violations.length === 0 ? (
        <Chip tone="good">{t('filing.gateKept')}</Chip>
      ) : (
        <span className="filing-mark">{violations.map(gateOf).join(' · ')}</span>
      ),
    { width: 230 },
  ),
  { key: 'actions', title: '', width: 190, render: actions },
];

/** New systems: level before build, filing before operation. */
export const ProjectsTab = () => {
  const { t } = useTranslation();
  const words = useWords();
  const mayWrite = useMay()(filingPermissions.write);
  const [open, setOpen] = useState<Project | 'new'>();
  const list = useQuery({ queryKey: ['filing', 'projects'], queryFn: ({ signal }) => listProjects(signal) });
  const gates = new Map((list.data?.gates ?? []).map(({ id, title }) => [id as string, words(title)]));
  const button = mayWrite && (
    <Button type="primary" onClick={() => setOpen('new')}>
      {t('filing.newProject')}
    </Button>
  );
  const actions = (project: Project): ReactNode => mayWrite && <NextStep project={project} />;
  return (
    <div className="stack">
      <Strays list={list.data} />
      <Panel title={t('filing.tabs.projects')} body="flush" extra={button}>
        <DataTable<Project>
          columns={columnsOf(t, (id) => gates.get(id) ?? id, actions)}
          rows={list.data?.items}
          error={list.error}
          onRetry={() => void list.refetch()}
          rowKey={({ id }) => id}
          {...(mayWrite ? { onRow: (project: Project) => setOpen(project) } : {})}
          exportName="chedun-projects"
          minWidth={1180}
          empty={<EmptyState title={t('filing.projectsEmpty')} hint={t('filing.projectsEmptyHint')} action={button} />}
        />
      </Panel>
      {open !== undefined && (
        <ProjectDialog {...(open === 'new' ? {} : { project: open })} onClose={() => setOpen(undefined)} />
      )}
    </div>
  );
};

const Strays = ({ list }: { readonly list: ProjectList | undefined }) => {
  const { t } = useTranslation();
  const strays = list?.strays ?? [];
  if (strays.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('filing.strays', { count: strays.length })}
      description={<span className="mono">{strays.slice(0, 20).join('  ')}</span>}
    />
  );
};

/** The step that comes next, taken today. */
const NextStep = ({ project }: { readonly project: Project }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const on = dayOf(useNow(60_000));
  const step = ProjectStep.options.find((each) => project[each] === null);
  const take = useMutation({
    mutationFn: (next: ProjectStep) => stepProject(project.id, { step: next, on }),
    onSuccess: (list) => client.setQueryData(['filing', 'projects'], list),
    onError: say.problem,
  });
  if (step === undefined) return null;
  return (
    <Button
      size="small"
      loading={take.isPending}
      onClick={(event) => {
        event.stopPropagation();
        take.mutate(step);
      }}
    >
      {t('filing.stepNow', { step: t(`filing.${step}`) })}
    </Button>
  );
};
