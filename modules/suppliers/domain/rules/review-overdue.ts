import { nextReviewOn, problemOf, type Rule } from '../state.ts';

/** The next review, or the first one, was due before today. */
export const reviewOverdue: Rule = (state) => {
  const due = nextReviewOn(state);
  if (due >= state.today) return [];
  return [
    problemOf(
      state,
      'review-overdue',
      state.newest === undefined
        ? { zh: `应于 ${due} 前完成首次安全审核`, en: `its first review was due by ${due}` }
        : { zh: `应于 ${due} 前再次安全审核`, en: `its next review was due by ${due}` },
    ),
  ];
};
