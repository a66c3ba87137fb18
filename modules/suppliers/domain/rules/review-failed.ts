import { problemOf, type Rule } from '../state.ts';

/** The newest review failed, and the supplier is in use. */
export const reviewFailed: Rule = (state) =>
  state.newest?.result !== 'failed'
    ? []
    : [
        problemOf(state, 'review-failed', {
          zh: `${state.newest.day} 安全审核不通过，仍在使用`,
          en: `it failed the review of ${state.newest.day} and is in use`,
        }),
      ];
