import { App } from 'antd';
import { useMemo } from 'react';
import { problemOf, textIn } from '../api/problem.ts';
import { preferences } from '../app/preferences.ts';

/** Short messages: `done` after a success, `problem` with what to do after a failure. */
export interface Say {
  readonly done: (text: string) => void;
  readonly problem: (error: unknown) => void;
}

/** The message area of the shell. */
export const useSay = (): Say => {
  const { message, notification } = App.useApp();
  return useMemo(
    () => ({
      done: (text) => void message.success(text),
      problem: (error) => {
        const { language } = preferences();
        const problem = problemOf(error);
        const fields = problem.fields.map((field) => textIn(field, language));
        notification.error({
          title: textIn(problem.text, language),
          description: [...fields, textIn(problem.todo, language)].join(' '),
          duration: 8,
        });
      },
    }),
    [message, notification],
  );
};
