import { supervisionPermissions, type Filing, type Item } from '@chedun/supervision/contract';
import { Button, Input, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { decideItem } from '../../api/supervision.ts';
import { useMay } from '../../app/session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useWords } from '../documents/useWords.ts';
import { useFilingChange } from './useFilingChange.ts';

const TONE = { open: 'high', changed: 'good', explained: 'info' } as const;

/** What was asked for, round by round, and how it was answered. */
export const ItemsPanel = ({ data }: { readonly data: Filing }) => {
  const { t } = useTranslation();
  const may = useMay()(supervisionPermissions.review);
  const { items, filing } = data;
  if (items.length === 0) return null;
  const decides = may && (filing.state === 'checking' || filing.state === 'experts');
  return (
    <Panel title={t('supervision.items')}>
      <div className="stack" style={{ gap: 10 }}>
        {items.map((item) => (
          <ItemLine key={item.id} data={data} item={item} decides={decides ? 'may' : 'may-not'} />
        ))}
      </div>
    </Panel>
  );
};

const ItemLine = ({
  data,
  item,
  decides,
}: {
  readonly data: Filing;
  readonly item: Item;
  readonly decides: 'may' | 'may-not';
}) => {
  const { t } = useTranslation();
  const words = useWords();
  const field = data.sections.flatMap(({ fields }) => fields).find(({ name }) => name === item.field);
  return (
    <div className="row nowrap" style={{ gap: 10, alignItems: 'flex-start' }}>
      <Chip tone={TONE[item.answer]}>{t(`supervision.answer.${item.answer}`)}</Chip>
      <div style={{ flex: 1 }}>
        <div>
          {field !== undefined && <b>{words(field.label)} · </b>}
          {item.text}
        </div>
        <div className="faint">
          {t('supervision.round', { round: item.round })}
          {item.note !== '' && ` · ${item.note}`}
        </div>
      </div>
      {decides === 'may' && item.answer !== 'changed' && <Decision id={data.filing.id} item={item} />}
    </div>
  );
};

const Decision = ({ id, item }: { readonly id: string; readonly item: Item }) => {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  const decide = useFilingChange(id, (answer: 'open' | 'explained') => decideItem(item.id, { answer, note }));
  if (item.answer === 'explained')
    return (
      <Button size="small" loading={decide.isPending} onClick={() => decide.mutate('open')}>
        {t('supervision.reopen')}
      </Button>
    );
  const form = (
    <div className="stack" style={{ width: 300 }}>
      <Input.TextArea
        rows={3}
        maxLength={500}
        value={note}
        placeholder={t('supervision.explainNote')}
        onChange={(event) => setNote(event.target.value)}
      />
      <Button type="primary" loading={decide.isPending} onClick={() => decide.mutate('explained')}>
        {t('supervision.explain')}
      </Button>
    </div>
  );
  return (
    <Popover trigger="click" content={form}>
      <Button size="small">{t('supervision.explain')}</Button>
    </Popover>
  );
};
