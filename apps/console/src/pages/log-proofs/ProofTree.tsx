import type { ProofView } from '@chedun/seal/contract';
import { useTranslation } from 'react-i18next';

const WIDTH = 700;
const BOX = { width: 190, height: 38 };
const STEP = 78;
const CENTRE = WIDTH / 2;
const SIDE = { left: 10 + BOX.width / 2, right: WIDTH - 10 - BOX.width / 2 } as const;

const short = (hash: string): string => `${hash.slice(0, 8)}…${hash.slice(-8)}`;

interface BoxProps {
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly hash: string;
  readonly kind: 'leaf' | 'node' | 'neighbour' | 'root';
}

const Box = ({ x, y, title, hash, kind }: BoxProps) => (
  <g className="proof-box" data-kind={kind}>
    <title>{hash}</title>
    <rect x={x - BOX.width / 2} y={y - BOX.height / 2} width={BOX.width} height={BOX.height} rx={6} />
    {title !== '' && (
      <text className="title" x={x} y={y - 5} textAnchor="middle">
        {title}
      </text>
    )}
    <text className="hash" x={x} y={title === '' ? y + 4 : y + 12} textAnchor="middle">
      {short(hash)}
    </text>
  </g>
);

const Line = ({ from, to }: { readonly from: readonly [number, number]; readonly to: readonly [number, number] }) => {
  const [x1, y1] = from;
  const [x2, y2] = to;
  const middle = (y1 + y2) / 2;
  return <path className="proof-line" d={`M ${x1} ${y1} V ${middle} H ${x2} V ${y2}`} />;
};

/** The way from the leaf (below) to the root (above): each node is made of the node under it and its neighbour. */
export const ProofTree = ({ proof }: { readonly proof: ProofView }) => {
  const { t } = useTranslation();
  const { path, leaf, root } = proof;
  const height = path.length * STEP + BOX.height + 8;
  const yOf = (level: number): number => height - 4 - BOX.height / 2 - level * STEP;
  const top = path.length;
  return (
    <svg
      className="proof-tree"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={t('seal.picture')}
      style={{ maxHeight: height }}
    >
      {path.map(({ sibling, side }, level) => (
        <g key={sibling + String(level)}>
          <Line from={[CENTRE, yOf(level) - BOX.height / 2]} to={[CENTRE, yOf(level + 1) + BOX.height / 2]} />
          <Line from={[SIDE[side], yOf(level) - BOX.height / 2]} to={[CENTRE, yOf(level + 1) + BOX.height / 2]} />
          <Box x={SIDE[side]} y={yOf(level)} title={t('seal.neighbour')} hash={sibling} kind="neighbour" />
        </g>
      ))}
      {path.slice(0, -1).map(({ node }, level) => (
        <Box key={node + String(level)} x={CENTRE} y={yOf(level + 1)} title="" hash={node} kind="node" />
      ))}
      {top > 0 && <Box x={CENTRE} y={yOf(0)} title={t('seal.leaf')} hash={leaf} kind="leaf" />}
      <Box x={CENTRE} y={yOf(top)} title={t('seal.rootNode')} hash={root} kind="root" />
    </svg>
  );
};
