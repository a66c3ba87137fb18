import type { CaseDetail, Item } from '@chedun/filing/contract';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { explainCase } from '../../api/filing.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useWords } from '../documents/useWords.ts';
import { SayWhy } from './SayWhy.tsx';
import { useCaseChange } from './useCaseChange.ts';

interface PanelProps {
  readonly detail: CaseDetail;
  readonly writes: 'may' | 'may-not';
}

/** What the authority's side asks for, item by item, with the answers. */
export const ItemsPanel = ({ detail, writes }: PanelProps) => {
  const { t } = useTranslation();
  const words = useWords();
  const { items, sections, case: line } = detail;
  if (items.length === 0) return null;
  const labels = new Map(sections.flatMap(({ fields }) => fields.map((field) => [field.name, words(field.label)])));
  const due = line.supplementDue;
  return (
    <Panel
      title={t('filing.items')}
      extra={
        due !== null && (
          <Chip tone={line.supplementOverdue ? 'critical' : 'medium'}>
            {t(line.supplementOverdue ? 'filing.itemsOverdue' : 'filing.itemsDue', { day: due })}
          </Chip>
        )
      }
    >
      <div className="stack">
        {items.map((item, at) => (
          <ItemLine key={at} id={line.id} at={at} item={item} label={labels.get(item.field)} writes={writes} />
        ))}
      </div>
    </Panel>
  );
};

const ItemLine = ({
  id,
  at,
  item: { field, text, answer },
  label,
  writes,
}: {
  readonly id: string;
  readonly at: number;
  readonly item: Item;
  readonly label: string | undefined;
  readonly writes: PanelProps['writes'];
}) => {
  const { t } = useTranslation();
  const explain = useCaseChange(id, (said: string) => explainCase(id, { items: { [at]: said } }));
  const shown =
    answer === null ? '' : answer.kind === 'value' ? t('filing.answerValue', { text: answer.text }) : answer.text;
  return (
    <div>
      <div>
        <strong>{at + 1}. </strong>
        {text}{' '}
        <span className="faint">
          {label === undefined ? t('filing.itemWhole') : t('filing.itemField', { field: label })}
        </span>
      </div>
      <div className="row" style={{ gap: 8 }}>
        {answer === null ? <Chip tone="high">{t('filing.answerOpen')}</Chip> : <span className="soft">{shown}</span>}
        {writes === 'may' && label !== undefined && (
          <Button size="small" href={`#field-${field}`}>
            {t('filing.edit')}
          </Button>
        )}
        {writes === 'may' && (
          <SayWhy
            label={t('filing.answer')}
            before={answer?.kind === 'explanation' ? answer.text : ''}
            busy={explain.isPending ? 'yes' : 'no'}
            onSay={(said) => explain.mutate(said)}
          />
        )}
      </div>
    </div>
  );
};
