import type { ExplainNode } from '@chedun/detection/contract';
import { useTranslation } from 'react-i18next';
import { shortList } from '../lib/explain.ts';

/** Why a rule matched or did not, condition by condition. */
export const ExplainTree = ({ node }: { readonly node: ExplainNode }) => (
  <div className="why">
    <ExplainLine node={node} />
  </div>
);

const ExplainLine = ({ node }: { readonly node: ExplainNode }) => (
  <div>
    <div className="why-line" data-tone={node.matched ? 'good' : 'info'}>
      <span className="verdict" aria-hidden="true">
        {node.matched ? '✓' : '✗'}
      </span>
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
  if (node.kind === 'item' || node.kind === 'keyword') {
    const modifiers = node.modifiers ?? [];
    return (
      <span className="grow">
        <span className="mono">{node.field ?? t('explain.anywhere')}</span>{' '}
        <span className="soft">{t('explain.wants', { how: modifiers.length === 0 ? '=' : modifiers.join(' ') })}</span>{' '}
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
