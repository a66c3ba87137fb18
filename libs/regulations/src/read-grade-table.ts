import { LEVELS, type GradeTable, type GradeTest } from './grade-table.ts';
import { nodeOf, type Node } from './read.ts';

const testOf = (node: Node): GradeTest => {
  const kind = node.get('kind').oneOf(['count', 'choice', 'judged'] as const);
  const common = { id: node.get('id').text(), title: node.get('title').title() };
  if (kind === 'judged') return { kind, ...common, fact: node.get('fact').text(), basis: node.get('basis').basis() };
  if (kind === 'choice') {
    const options = node.get('options').list();
    return {
      kind,
      ...common,
      fact: node.get('fact').text(),
      options: options.map((option) => ({
        value: option.get('value').text(),
        title: option.get('title').title(),
        level: option.get('level').oneOf(LEVELS),
        basis: option.get('basis').basis(),
      })),
    };
  }
  const steps = node.get('steps').list();
  const only = node.has('onlyFor') ? node.get('onlyFor') : undefined;
  return {
    kind,
    ...common,
    facts: node.get('facts').texts(),
    ...(only === undefined ? {} : { onlyFor: { fact: only.get('fact').text(), values: only.get('values').texts() } }),
    steps: steps
      .map((step) => ({
        level: step.get('level').oneOf(LEVELS),
        min: step.get('min').number(),
        basis: step.get('basis').basis(),
      }))
      .toSorted((a, b) => b.min - a.min),
  };
};

/** Reads a grading scale from its JSON value, as in `content/regulations`. Throws `regulations.table-invalid` with the place. */
export const readGradeTable = (value: unknown): GradeTable => {
  const node = nodeOf(value);
  return {
    id: node.get('id').text(),
    version: node.get('version').number(),
    source: node.get('source').text(),
    levels: node
      .get('levels')
      .list()
      .map((each) => each.oneOf(LEVELS)),
    tests: node.get('tests').list().map(testOf),
  };
};
