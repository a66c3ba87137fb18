import type { CSSProperties, ReactNode } from 'react';

interface PanelProps {
  readonly title?: ReactNode;
  readonly hint?: ReactNode;
  readonly extra?: ReactNode;
  /** `flush` lets tables and bars touch the border. */
  readonly body?: 'padded' | 'flush';
  readonly style?: CSSProperties;
  readonly children: ReactNode;
}

/** A bordered area with one subject. */
export const Panel = ({ title, hint, extra, body = 'padded', style, children }: PanelProps) => (
  <section className="panel" style={style}>
    {title !== undefined && (
      <header className="panel-head">
        <h2>{title}</h2>
        {hint !== undefined && <span className="hint">{hint}</span>}
        {extra !== undefined && <div className="extra row">{extra}</div>}
      </header>
    )}
    <div className={body === 'flush' ? 'panel-body flush' : 'panel-body'}>{children}</div>
  </section>
);

/** Head of a page: its name, one sentence about it, and what can be done. */
export const PageHead = ({
  title,
  about,
  extra,
}: {
  readonly title: ReactNode;
  readonly about?: ReactNode;
  readonly extra?: ReactNode;
}) => (
  <header className="page-head">
    <div className="grow">
      <h1>{title}</h1>
      {about !== undefined && <div className="about">{about}</div>}
    </div>
    {extra !== undefined && <div className="row">{extra}</div>}
  </header>
);

/** Names and values below each other; pairs without a value are left out. */
export const Facts = ({ items }: { readonly items: readonly (readonly [ReactNode, ReactNode])[] }) => (
  <dl className="facts" style={{ margin: 0 }}>
    {items
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([name, value], index) => (
        <FactLine key={index} name={name} value={value} />
      ))}
  </dl>
);

const FactLine = ({ name, value }: { readonly name: ReactNode; readonly value: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </>
);

/** One number that matters. */
export const Kpi = ({
  label,
  value,
  unit,
  note,
  tone,
}: {
  readonly label: ReactNode;
  readonly value: ReactNode;
  readonly unit?: ReactNode;
  readonly note?: ReactNode;
  readonly tone?: string;
}) => (
  <div className="kpi" data-tone={tone}>
    <div className="label">{label}</div>
    <div className="value">
      {value}
      {unit !== undefined && <small>{unit}</small>}
    </div>
    {note !== undefined && <div className="note clip">{note}</div>}
  </div>
);
