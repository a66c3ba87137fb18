import type { DifferenceLine } from '@chedun/policies/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getDifference } from '../../api/policies.ts';
import { Panel } from '../../ui/Panel.tsx';

const SIGN = { same: '', added: '+', removed: '−' } as const;
const TONE = { same: undefined, added: 'good', removed: 'critical' } as const;
/** Unchanged lines that stay visible around a change. */
const AROUND = 2;

type Piece =
  | { readonly kind: 'line'; readonly line: DifferenceLine }
  | { readonly kind: 'gap'; readonly count: number };

/** The lines around changes; what lies between them is counted. */
const piecesOf = (lines: readonly DifferenceLine[]): readonly Piece[] => {
  const near = new Set(
    lines.flatMap(({ kind }, at) =>
      kind === 'same' ? [] : Array.from({ length: 2 * AROUND + 1 }, (_, step) => at + step - AROUND),
    ),
  );
  const pieces: Piece[] = [];
  let count = 0;
  for (const [at, line] of lines.entries()) {
    if (!near.has(at)) {
      count += 1;
      continue;
    }
    if (count > 0) pieces.push({ kind: 'gap', count });
    count = 0;
    pieces.push({ kind: 'line', line });
  }
  return count > 0 ? [...pieces, { kind: 'gap', count }] : pieces;
};

/** What changed against the version before. */
export const DifferencePanel = ({
  id,
  from,
  to,
}: {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}) => {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['policies', 'difference', id, from, to],
    queryFn: ({ signal }) => getDifference(id, from, to, signal),
  });
  if (data === undefined) return null;
  const { lines, added, removed, obligationsAdded, obligationsRemoved, hasFile, sameContent } = data;
  return (
    <Panel title={t('policies.compare')} hint={hasFile ? undefined : t('policies.compareHint', { added, removed })}>
      {obligationsAdded.length > 0 && <p>{t('policies.clausesAdded', { list: obligationsAdded.join(' ') })}</p>}
      {obligationsRemoved.length > 0 && <p>{t('policies.clausesRemoved', { list: obligationsRemoved.join(' ') })}</p>}
      {hasFile ? (
        <span>{t('policies.fileCompare', { result: t(sameContent ? 'policies.same' : 'policies.differs') })}</span>
      ) : (
        <div className="difference">
          {piecesOf(lines).map((piece, at) =>
            piece.kind === 'gap' ? (
              <p key={at} className="difference-gap">
                {t('policies.unchanged', { count: piece.count })}
              </p>
            ) : (
              <div key={at} data-tone={TONE[piece.line.kind]}>
                <i>{SIGN[piece.line.kind]}</i>
                <span>{piece.line.text}</span>
              </div>
            ),
          )}
        </div>
      )}
    </Panel>
  );
};
