import { checkPlaybook, waysOf, type Playbook } from '@chedun/cacao';
import type { ActionBook } from '../actions/registry.ts';
import type { GraphEdge, GraphNode, PlaybookInput } from '../contract.ts';

/** The playbook of a stored body; it was checked before it was stored. */
export const playbookOfBody = (body: string): Playbook => checkPlaybook(JSON.parse(body)).playbook;

/** Steps and ways as the picture shows them. */
export const graphOf = (
  playbook: Playbook,
  actions: ActionBook,
): { readonly nodes: GraphNode[]; readonly edges: GraphEdge[] } => ({
  nodes: [...playbook.steps.values()].map((step) => ({
    id: step.id,
    kind: step.kind,
    name: step.name,
    description: step.description,
    action: actions.ofStep(step)?.id ?? null,
    commands: step.kind === 'action' ? step.commands.map(({ type, text }) => ({ type, text })) : [],
  })),
  edges: [...playbook.steps.values()].flatMap((step) =>
    waysOf(step).map(({ field, to, kind }) => ({ from: step.id, to, label: field, kind })),
  ),
});

/** Variables that whoever starts a run may give. */
export const inputsOf = ({ variables }: Playbook): PlaybookInput[] =>
  Object.entries(variables).flatMap(([name, { type, description, value, isConstant, isExternal }]) =>
    isConstant || !isExternal ? [] : [{ name, type, description, value, required: value === null }],
  );

const OBLIGATION = /^notice:(\d\.\d-[a-z])$/;

/** Obligations of the notice that the labels name. */
export const obligationsOf = ({ raw }: Playbook): string[] => {
  const { labels } = raw;
  return Array.isArray(labels)
    ? labels.flatMap((label) => (typeof label === 'string' ? (OBLIGATION.exec(label)?.[1] ?? []) : []))
    : [];
};

/** Steps that are carried out, and how many of them by the product. */
export const countSteps = (
  { steps }: Playbook,
  actions: ActionBook,
): { readonly steps: number; readonly automatic: number } => {
  const all = [...steps.values()].filter(({ kind }) => kind === 'action' || kind === 'playbook-action');
  return { steps: all.length, automatic: all.filter((step) => actions.ofStep(step) !== undefined).length };
};
