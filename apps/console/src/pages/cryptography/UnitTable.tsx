import { cryptoAssessmentPermissions } from '@chedun/crypto-assessment/contract';
import type { AssessmentDetail, AssessmentItem, UnitScore } from '@chedun/crypto-assessment/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { judgeAssessment } from '../../api/cryptography.ts';
import { useMay } from '../../app/session.ts';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ItemDialog } from './ItemDialog.tsx';
import { ItemLine } from './ItemLine.tsx';

interface Editing {
  readonly unit: UnitScore;
  /** Place among all items; undefined for a new one. */
  readonly at: number | undefined;
}

const requirementTone = { must: 'high', should: 'medium', may: 'info' } as const;

/** Units with their objects; each object is judged in a dialog and all are kept together. */
export const UnitTable = ({ detail }: { readonly detail: AssessmentDetail }) => {
  const { t } = useTranslation();
  const { assessment, score } = detail;
  const may = useMay()(cryptoAssessmentPermissions.write) && assessment.status === 'draft';
  const [editing, setEditing] = useState<Editing>();
  const layers = new Map(score.layers.map(({ layer, name, score: value }) => [layer, { name, value }]));
  const keep = useKeep(assessment.id, () => setEditing(undefined));
  const placed = assessment.items.map((item, at) => ({ item, at }));
  const without = (at: number): void => keep.mutate(assessment.items.filter((_, index) => index !== at));
  return (
    <>
      <DataTable<UnitScore>
        rows={score.units}
        rowKey={({ unit }) => unit}
        sorting="none"
        minWidth={1000}
        exportName="chedun-units"
        columns={columnsOf(t, layers, (unit) => (
          <Objects
            items={placed.filter(({ item }) => item.unit === unit.unit)}
            isOpen={may}
            onEdit={(at) => setEditing({ unit, at })}
            onRemove={without}
          />
        ))}
        empty={<EmptyState title={t('cryptography.noUnits')} />}
      />
      {editing !== undefined && (
        <ItemDialog
          unit={editing.unit}
          group={detail.units.find(({ id }) => id === editing.unit.unit)?.group ?? 'technical'}
          item={editing.at === undefined ? undefined : assessment.items[editing.at]}
          isSaving={keep.isPending}
          onClose={() => setEditing(undefined)}
          onSave={(item) => keep.mutate(replaced(assessment.items, editing.at, item))}
        />
      )}
    </>
  );
};

const replaced = (
  items: readonly AssessmentItem[],
  at: number | undefined,
  item: AssessmentItem,
): readonly AssessmentItem[] =>
  at === undefined ? [...items, item] : items.map((each, index) => (index === at ? item : each));

const useKeep = (id: string, onDone: () => void) => {
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (items: readonly AssessmentItem[]) => judgeAssessment({ id, items }),
    onSuccess: async (detail) => {
      onDone();
      client.setQueryData(['cryptography', 'assessment', id], detail);
      await client.invalidateQueries({ queryKey: ['cryptography', 'assessments'] });
    },
    onError: say.problem,
  });
};

const columnsOf = (
  t: TFunction,
  layers: ReadonlyMap<string, { readonly name: string; readonly value: number | null }>,
  objects: (unit: UnitScore) => ReactNode,
): readonly Column<UnitScore>[] => [
  textColumn('layer', t('cryptography.layer'), ({ layer }) => layers.get(layer)?.name ?? layer, { width: 120 }),
  textColumn('unit', t('cryptography.unit'), ({ unit, name }) => `${unit} ${name}`, { width: 280 }),
  shownColumn(
    'requirement',
    t('cryptography.requirement'),
    ({ requirement }) => t(`cryptography.requirementOf.${requirement ?? 'none'}`),
    ({ requirement }) => (
      <Chip tone={requirement === null ? 'info' : requirementTone[requirement]}>
        {t(`cryptography.requirementOf.${requirement ?? 'none'}`)}
      </Chip>
    ),
    { width: 100 },
  ),
  shownColumn('objects', t('cryptography.objects'), (row) => row.objects, objects),
  textColumn('score', t('cryptography.unitScore'), ({ score }) => score ?? '', { width: 90, align: 'right' }),
  textColumn('layerScore', t('cryptography.layerScore'), ({ layer }) => layers.get(layer)?.value ?? '', {
    width: 90,
    align: 'right',
  }),
];

const Objects = ({
  items,
  isOpen,
  onEdit,
  onRemove,
}: {
  readonly items: readonly { readonly item: AssessmentItem; readonly at: number }[];
  readonly isOpen: boolean;
  readonly onEdit: (at: number | undefined) => void;
  readonly onRemove: (at: number) => void;
}) => {
  const { t } = useTranslation();
  return (
    <span className="stack" style={{ gap: 4 }}>
      {items.map(({ item, at }) => (
        <ItemLine
          key={at}
          item={item}
          {...(isOpen ? { onEdit: () => onEdit(at), onRemove: () => onRemove(at) } : {})}
        />
      ))}
      {isOpen && (
        <Button size="small" type="dashed" style={{ alignSelf: 'flex-start' }} onClick={() => onEdit(undefined)}>
          {t('cryptography.addObject')}
        </Button>
      )}
    </span>
  );
};
