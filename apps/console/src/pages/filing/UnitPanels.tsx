import type { Difference, Equipment, UnitDetail } from '@chedun/filing/contract';
import { useTranslation } from 'react-i18next';
import { textColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';

/** What is different from what was filed; nothing while it is the same. */
export const DifferencePanel = ({ unit: { differences } }: { readonly unit: UnitDetail }) => {
  const { t } = useTranslation();
  if (differences.length === 0) return null;
  return (
    <Panel title={t('filing.differences')} hint={t('filing.differencesHint')} body="flush">
      <DataTable<Difference>
        columns={[
          textColumn('item', t('filing.drift'), ({ item }) => t(`filing.item.${item}`), { width: 160 }),
          textColumn('before', t('filing.before'), ({ before }) => before, { clip: 'wrap' }),
          textColumn('after', t('filing.after'), ({ after }) => after, { clip: 'wrap' }),
        ]}
        rows={differences}
        rowKey={({ item }) => item}
        empty={null}
      />
    </Panel>
  );
};

/** Main hardware and software, as they are filed. */
export const EquipmentPanel = ({ unit: { equipment } }: { readonly unit: UnitDetail }) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('filing.equipment')} hint={t('filing.equipmentHint')} body="flush">
      <DataTable<Equipment>
        columns={[
          textColumn('name', t('filing.column.name'), ({ name }) => name),
          textColumn('model', t('filing.column.model'), ({ model }) => model),
          textColumn('quantity', t('filing.column.quantity'), ({ quantity }) => quantity, { width: 80 }),
          textColumn('location', t('filing.column.location'), ({ location }) => location),
        ]}
        rows={equipment}
        rowKey={({ name, model, location }) => `${name}|${model}|${location}`}
        exportName="chedun-unit-equipment"
        minWidth={480}
        empty={<EmptyState size="small" title={t('filing.equipmentEmpty')} hint={t('filing.unitsEmptyHint')} />}
      />
    </Panel>
  );
};
