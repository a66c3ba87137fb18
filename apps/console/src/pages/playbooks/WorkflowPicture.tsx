import type { GraphEdge, GraphNode, StepStatus } from '@chedun/playbooks/contract';
import { useTranslation } from 'react-i18next';
import '../../styles/playbooks.css';
import { useLocalName } from './parts.tsx';
import { CELL, placeSteps, type Placed } from './layout.ts';

const leftOf = ({ column }: Placed): number => column * (CELL.width + CELL.gapX);
const topOf = ({ row }: Placed): number => row * (CELL.height + CELL.gapY);

/** How a step stands in a run; `passed`: the run came by. */
export type StepState = StepStatus | 'passed';

const LABELLED = /^(?:on_success|on_failure|on_true|on_false|cases\.)/;
/** How far a way that runs behind other steps of its row bows, so that it is seen below them. */
const BOW = 62;

/** A curve from the right side of a step to the left side of the next, for all ways between the two. */
const Way = ({
  from,
  to,
  edges,
}: {
  readonly from: Placed;
  readonly to: Placed;
  readonly edges: readonly GraphEdge[];
}) => {
  const { t } = useTranslation();
  const [x1, y1] = [leftOf(from) + CELL.width, topOf(from) + CELL.height / 2];
  const [x2, y2] = [leftOf(to), topOf(to) + CELL.height / 2];
  const bow = y1 === y2 && to.column - from.column > 1 ? BOW : 0;
  const bend = Math.max(CELL.gapX / 2, Math.abs(x2 - x1) / 3);
  const names = edges.flatMap(({ label }) => {
    if (!LABELLED.test(label)) return [];
    return [
      label.startsWith('cases.') ? label.slice(6) : t(`playbooks.ways.${label}` as never, { defaultValue: label }),
    ];
  });
  const isAlways = ['on_success', 'on_failure'].every((field) => edges.some(({ label }) => label === field));
  const isFailure = edges.every(({ label }) => label === 'on_failure');
  return (
    <g className="way" data-kind={edges[0]?.kind} data-way={isFailure ? 'on_failure' : undefined}>
      <path
        d={`M${x1} ${y1} C${x1 + bend} ${y1 + bow} ${x2 - bend} ${y2 + bow} ${x2} ${y2}`}
        markerEnd="url(#way-end)"
      />
      <text x={bow === 0 ? x2 - CELL.gapX + 8 : x1 + 10} y={bow === 0 ? (y1 + 3 * y2) / 4 - 5 : y1 + 30}>
        {isAlways ? '' : names.join(' / ')}
      </text>
    </g>
  );
};

/** The workflow, drawn; in a run each step in the colour of its state. */
export const WorkflowPicture = ({
  nodes,
  edges,
  states = {},
}: {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly states?: Readonly<Record<string, StepState>>;
}) => {
  const { t } = useTranslation();
  const placed = placeSteps(nodes, edges);
  const at = new Map(placed.map((each) => [each.node.id, each]));
  const width = Math.max(...placed.map(leftOf), 0) + CELL.width + 4;
  const height = Math.max(...placed.map(topOf), 0) + CELL.height + 4;
  return (
    <div className="workflow" role="figure" aria-label={t('playbooks.picture')}>
      <div style={{ position: 'relative', width, height }}>
        <svg width={width} height={height} aria-hidden="true">
          <defs>
            <marker id="way-end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
              <path d="M0 0 8 4 0 8z" />
            </marker>
          </defs>
          {[...Map.groupBy(edges, ({ from, to }) => `${from} ${to}`)].map(([key, ways]) => {
            const [from, to] = [at.get(ways[0]?.from ?? ''), at.get(ways[0]?.to ?? '')];
            return from === undefined || to === undefined ? null : <Way key={key} from={from} to={to} edges={ways} />;
          })}
        </svg>
        {placed.map((each) => (
          <Box key={each.node.id} placed={each} state={states[each.node.id]} />
        ))}
      </div>
    </div>
  );
};

const Box = ({ placed, state }: { readonly placed: Placed; readonly state: StepState | undefined }) => {
  const { t } = useTranslation();
  const local = useLocalName();
  const { node } = placed;
  const kind = node.action === null ? node.kind : 'automatic';
  return (
    <div
      className="workflow-step"
      data-kind={kind}
      data-state={state}
      title={[node.name, node.description].filter((text) => text !== '').join('\n')}
      style={{ left: leftOf(placed), top: topOf(placed), width: CELL.width, height: CELL.height }}
    >
      <span className="workflow-kind">
        {t(`playbooks.kinds.${kind}`, kind)}
        {state !== undefined && state !== 'passed' && ` · ${t(`playbooks.stepStatus.${state}`)}`}
      </span>
      <span className="workflow-name">{node.name === '' ? t(`playbooks.kinds.${kind}`, kind) : local(node.name)}</span>
    </div>
  );
};
