import type { AssessmentItem } from '@chedun/crypto-assessment/contract';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Chip } from '../../ui/Tags.tsx';

const TONE = { conform: 'good', partial: 'medium', fail: 'high' } as const;
const MARKS = ['d', 'a', 'k'] as const;

/** One judged object of a unit. */
export const ItemLine = ({
  item,
  onEdit,
  onRemove,
}: {
  readonly item: AssessmentItem;
  readonly onEdit?: () => void;
  readonly onRemove?: () => void;
}) => {
  const { t } = useTranslation();
  return (
    <span className="row wrap" style={{ gap: 6 }}>
      <span>{item.object}</span>
      {!item.applicable && <Chip tone="info">{t('cryptography.notApplicable')}</Chip>}
      {item.applicable && item.conformity !== null && (
        <Chip tone={TONE[item.conformity]}>{t(`cryptography.conformityOf.${item.conformity}`)}</Chip>
      )}
      {item.applicable &&
        MARKS.filter((mark) => item[mark] !== null).map((mark) => (
          <Chip key={mark} tone={item[mark] === true ? 'good' : 'high'} title={t(`cryptography.markOf.${mark}`)}>
            {mark.toUpperCase()} {item[mark] === true ? '√' : '×'}
          </Chip>
        ))}
      {item.highRisk && <Chip tone="critical">{t('cryptography.highRisk')}</Chip>}
      {item.rectifyBy !== null && <Chip tone="medium">{t('cryptography.rectifyUntil', { day: item.rectifyBy })}</Chip>}
      {onEdit && (
        <Button size="small" type="link" onClick={onEdit}>
          {t('cryptography.judge')}
        </Button>
      )}
      {onRemove && (
        <Button size="small" type="link" danger onClick={onRemove}>
          {t('common.remove')}
        </Button>
      )}
    </span>
  );
};
