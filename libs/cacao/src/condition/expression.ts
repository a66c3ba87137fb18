/** A value that is compared: a variable of the playbook, or a constant. */
export type Operand =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'flag'; readonly value: boolean }
  | { readonly kind: 'time'; readonly value: number };

/** Operators of STIX patterning (STIX 2.1 section 9.6.1) that are evaluated. */
export type Operator = '=' | '!=' | '<' | '>' | '<=' | '>=' | 'LIKE' | 'IN' | 'ISSUBSET' | 'ISSUPERSET';

/** A condition (CACAO 2.0 sections 4.7 and 4.8: a comparison expression of STIX patterning over variables). */
export type Expression =
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'exists'; readonly operand: Operand }
  | {
      readonly kind: 'compare';
      readonly operator: Operator;
      readonly left: Operand;
      /** One operand, and any number of them after IN. */
      readonly right: readonly Operand[];
    }
  /** A variable of type `bool` that stands alone. */
  | { readonly kind: 'bare'; readonly operand: Operand };

const inOperand = (operand: Operand): readonly string[] => (operand.kind === 'variable' ? [operand.name] : []);

/** Names of the variables in a condition, each once. */
export const variablesIn = (expression: Expression): readonly string[] => {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return [...new Set([...variablesIn(expression.left), ...variablesIn(expression.right)])];
    case 'not':
      return variablesIn(expression.of);
    case 'exists':
    case 'bare':
      return inOperand(expression.operand);
    case 'compare':
      return [...new Set([expression.left, ...expression.right].flatMap(inOperand))];
  }
};
