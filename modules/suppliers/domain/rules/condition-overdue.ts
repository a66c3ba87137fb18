import { problemOf, type Rule } from '../state.ts';

/** A condition of a review is not met by its day. */
export const conditionOverdue: Rule = (state) =>
  state.conditions
    .filter(({ dueOn, metOn }) => metOn === null && dueOn < state.today)
    .map(({ id, text, dueOn }) =>
      problemOf(
        state,
        'condition-overdue',
        { zh: `整改要求“${text}”应于 ${dueOn} 前完成`, en: `the condition "${text}" was due by ${dueOn}` },
        id,
      ),
    );
