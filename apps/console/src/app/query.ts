import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isSignedOut } from '../api/problem.ts';

/** Called when an answer says that the session has ended. */
type OnSignedOut = () => void;

const signedOut: { listener: OnSignedOut } = { listener: () => undefined };

/** Sets who is told that the session has ended. */
export const whenSignedOut = (listener: OnSignedOut): void => {
  signedOut.listener = listener;
};

const watch = (error: unknown): void => {
  if (isSignedOut(error)) signedOut.listener();
};

/** One cache for all answers of the server. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: watch }),
  mutationCache: new MutationCache({ onError: watch }),
  defaultOptions: { queries: { retry: false, staleTime: 5_000, refetchOnWindowFocus: false } },
});
