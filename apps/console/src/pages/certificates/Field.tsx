import type { ReactNode } from 'react';

/** One labelled input of a dialog. */
export const Field = ({
  label,
  hint,
  children,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
}) => (
  <label className="stack" style={{ gap: 4 }}>
    <span>{label}</span>
    {children}
    {hint !== undefined && <span className="hint">{hint}</span>}
  </label>
);
