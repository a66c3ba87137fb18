/** Looks at a playbook without our library: does a step point nowhere, is there no end, does a chain come back to itself? */

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const FIELDS = ['on_completion', 'on_success', 'on_failure', 'on_true', 'on_false', 'next_steps', 'cases'];

/** Every text below the fields that name other steps. */
const targetsOf = (step: Json): readonly string[] =>
  FIELDS.flatMap((field) => {
    const value = step[field];
    if (typeof value === 'string') return [value];
    if (Array.isArray(value)) return value.filter((each) => typeof each === 'string');
    return isObject(value) ? Object.values(value).filter((each) => typeof each === 'string') : [];
  });

/** Ids of steps from which no end is reached, by going backwards from all ends until nothing is added. */
const endless = (workflow: Json): readonly string[] => {
  const entries = Object.entries(workflow).filter((entry): entry is [string, Json] => isObject(entry[1]));
  const ending = new Set(entries.filter(([, step]) => step['type'] === 'end').map(([id]) => id));
  for (let before = -1; before !== ending.size;) {
    before = ending.size;
    for (const [id, step] of entries) if (targetsOf(step).some((to) => ending.has(to))) ending.add(id);
  }
  return entries.map(([id]) => id).filter((id) => !ending.has(id));
};

/** A chain of single steps that comes back to where it was. */
const hasLoop = (workflow: Json): boolean =>
  Object.keys(workflow).some((from) => {
    const seen = new Set<string>();
    for (let at: unknown = from; typeof at === 'string';) {
      if (seen.has(at)) return true;
      seen.add(at);
      const step: unknown = workflow[at];
      at =
        isObject(step) && step['type'] !== 'while-condition'
          ? (step['on_completion'] ?? step['on_success'])
          : undefined;
    }
    return false;
  });

/** An agent that is not defined, or an argument that is defined nowhere. */
const undefinedName = (playbook: Json, workflow: Json): string | undefined => {
  const agents = isObject(playbook['agent_definitions']) ? playbook['agent_definitions'] : {};
  const steps = Object.values(workflow).filter(isObject);
  const variables = new Set(
    [playbook['playbook_variables'], ...steps.map((step) => step['step_variables'])].flatMap((each) =>
      isObject(each) ? Object.keys(each) : [],
    ),
  );
  for (const step of steps) {
    const { agent } = step;
    if (typeof agent === 'string' && step['type'] === 'action' && !Object.hasOwn(agents, agent)) return agent;
    const names = [step['in_args'], step['out_args']].flatMap((each) => (Array.isArray(each) ? each.map(String) : []));
    const missing = names.find((name) => !variables.has(name.replace(/:value$/, '')));
    if (missing !== undefined) return missing;
  }
  return undefined;
};

/** Why a playbook that the schemas take cannot be walked through; undefined when nothing is seen. */
export const brokenBy = (playbook: unknown): string | undefined => {
  const workflow = isObject(playbook) ? playbook['workflow'] : undefined;
  if (!isObject(workflow)) return 'no workflow';
  const missing = Object.values(workflow)
    .flatMap((step) => (isObject(step) ? targetsOf(step) : []))
    .find((to) => !Object.hasOwn(workflow, to));
  if (missing !== undefined) return `no step ${missing}`;
  const [first] = endless(workflow);
  if (first !== undefined) return `no end from ${first}`;
  if (hasLoop(workflow)) return 'a loop';
  return isObject(playbook) ? undefinedName(playbook, workflow) : undefined;
};
