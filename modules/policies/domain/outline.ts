import type { Template } from '../contract.ts';

/** Stands before every question that the outline asks; a version that still holds it cannot be submitted. */
export const UNANSWERED = '【待填写】';

/** The text to begin with: chapters with the questions that people answer. In Chinese, the language of such documents. */
export const outlineText = ({ title, purpose, chapters }: Template): string =>
  [
    `# ${title.zh}`,
    '',
    purpose.zh,
    ...chapters.flatMap((chapter, index) => [
      '',
      `## ${index + 1}. ${chapter.title.zh}`,
      '',
      ...chapter.questions.map(({ zh }) => `- ${UNANSWERED}${zh}`),
    ]),
    '',
  ].join('\n');
