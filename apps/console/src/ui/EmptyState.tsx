import type { ReactNode } from 'react';

interface EmptyStateProps {
  readonly title: ReactNode;
  /** What the reader can do next. */
  readonly hint?: ReactNode;
  readonly action?: ReactNode;
  readonly size?: 'small' | 'normal';
}

/** Says that there is nothing, and what to do next. */
export const EmptyState = ({ title, hint, action, size = 'normal' }: EmptyStateProps) => (
  <div className={size === 'small' ? 'empty small' : 'empty'}>
    {size === 'normal' && (
      <svg
        width="56"
        height="44"
        viewBox="0 0 56 44"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        aria-hidden="true"
      >
        <path d="M6 24 14 8h28l8 16v14a3 3 0 0 1-3 3H9a3 3 0 0 1-3-3z" />
        <path d="M6 24h13l3 6h12l3-6h13" />
      </svg>
    )}
    <h3>{title}</h3>
    {hint !== undefined && <p>{hint}</p>}
    {action !== undefined && <div className="actions row">{action}</div>}
  </div>
);
