import type { SignInResult } from '@chedun/identity/contract';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { signIn } from '../../api/identity.ts';
import { queryClient } from '../../app/query.ts';
import { Gate } from './Gate.tsx';
import { CodeForm, EnrolForm, NewPasswordForm, PasswordForm, RecoveryCodesView } from './SignInForms.tsx';

/** What has been typed so far; the server keeps no half-open sign-in, so each step sends all of it again. */
interface Typed {
  readonly name: string;
  readonly password: string;
  readonly code?: string;
  readonly newPassword?: string;
}

/** Sign-in: password, then whatever the server asks for next. */
export const SignInPage = () => {
  const navigate = useNavigate();
  const { next } = useSearch({ from: '/sign-in' });
  const [typed, setTyped] = useState<Typed>({ name: '', password: '' });
  const [answer, setAnswer] = useState<SignInResult>();
  const enter = (): void => {
    queryClient.clear();
    void navigate({ to: next ?? '/' });
  };
  const send = useMutation({
    mutationFn: signIn,
    onSuccess: (result) => {
      if (result.kind === 'signed-in' && result.recoveryCodes === null) enter();
      else setAnswer(result);
    },
  });
  const submit = (more: Partial<Typed>): void => {
    const all = { ...typed, ...more };
    setTyped(all);
    send.mutate(all);
  };
  const restart = (): void => {
    setTyped({ name: '', password: '' });
    setAnswer(undefined);
    send.reset();
  };
  const shared = { pending: send.isPending, error: send.error, onSubmit: submit, onRestart: restart };
  return (
    <Gate>
      {answer === undefined && <PasswordForm {...shared} />}
      {answer?.kind === 'code-needed' && <CodeForm {...shared} />}
      {answer?.kind === 'new-password-needed' && <NewPasswordForm {...shared} reason={answer.reason} />}
      {answer?.kind === 'second-factor-needed' && <EnrolForm {...shared} offer={answer.offer} />}
      {answer?.kind === 'signed-in' && answer.recoveryCodes !== null && (
        <RecoveryCodesView codes={answer.recoveryCodes} onDone={enter} />
      )}
    </Gate>
  );
};
