import type { ExplainNode } from '@chedun/detection/contract';
import { useTranslation } from 'react-i18next';
import { CheckOutlined, CloseOutlined } from '@ant-design/icons';
import { isModifier, shortList } from '../lib/explain.ts';

/** Why a rule matched or did not, condition by condition. */
export const ExplainTree = ({ node }: { readonly node: ExplainNode }) => (
  <div className="why">
    <ExplainLine node={node} />
  </div>
);

const ExplainLine = ({ node }: { readonly node: ExplainNode }) => (
  <div>
    <div className="why-line" data-tone={node.matched ? 'good' : 'info'}>
      <span className="verdict">{node.matched ? <CheckOutlined /> : <CloseOutlined />}</span>
      <ExplainText node={node} />
    </div>
    {node.children !== undefined && node.children.length > 0 && (
      <div className="why-kids">
        {node.children.map((child, index) => (
          <ExplainLine key={index} node={child} />
        ))}
      </div>
    )}
  </div>
);

const ExplainText = ({ node }: { readonly node: ExplainNode }) => {
  const { t } = useTranslation();
  const how = useModifiers(node.modifiers ?? []);
  if (node.kind === 'item' || node.kind === 'keyword') {
    return (
      <span className="grow">
        <span className="mono">{node.field ?? t('explain.anywhere')}</span> <span className="soft">{how}</span>{' '}
        <span className="mono">{shortList(node.wanted ?? [node.label], 3)}</span>
        <ActualValue node={node} />
      </span>
    );
  }
  return (
    <span className="grow">
      <span className="chip">{t(`explain.${node.kind}`)}</span> <span className="mono">{node.label}</span>
    </span>
  );
};

/** The modifiers of an item in words; one that has no word stays as it is written. */
const useModifiers = (modifiers: readonly string[]): string => {
  const { t } = useTranslation();
  if (modifiers.length === 0) return t('modifier.equals');
  return modifiers.map((name) => (isModifier(name) ? t(`modifier.${name}`) : name)).join(' · ');
};

const ActualValue = ({ node }: { readonly node: ExplainNode }) => {
  const { t } = useTranslation();
  if (node.actual === undefined) return null;
  return (
    <div className="soft">
      {t('explain.actual')}{' '}
      {node.actual === null ? (
        <span className="faint">{t('explain.absent')}</span>
      ) : (
        <span className="mono">{node.matched ? <mark>{node.actual}</mark> : node.actual}</span>
      )}
    </div>
  );
};
