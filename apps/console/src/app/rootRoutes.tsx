import { createRootRoute, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { setupState } from '../api/identity.ts';
import { isSignedOut } from '../api/problem.ts';
import { NotFound, PageError } from './PageStates.tsx';
import { queryClient } from './query.ts';
import { SignInSearch } from './searchParams.ts';
import { meQuery, rememberSignIn, wasSignedIn } from './session.ts';
import { Shell } from './Shell.tsx';

/** Everything hangs below it. */
export const root = createRootRoute({ notFoundComponent: NotFound });

const leadToSetup = async (): Promise<void> => {
  const setup = await setupState();
  if (setup.needed) throw redirect({ to: '/setup' });
};

/**
 * Lets only signed-in people pass; on a fresh installation everybody goes to the first-use wizard.
 * A browser in which nobody has signed in yet asks about the wizard first.
 */
const demandSignIn = async (next: string): Promise<void> => {
  if (!wasSignedIn()) await leadToSetup();
  try {
    await queryClient.ensureQueryData(meQuery);
    rememberSignIn();
  } catch (error) {
    if (!isSignedOut(error)) throw error;
    if (wasSignedIn()) await leadToSetup();
    throw redirect({ to: '/sign-in', search: next === '/' ? {} : { next } });
  }
};

/** Sign-in. */
export const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: SignInSearch,
  component: lazyRouteComponent(() => import('../pages/sign-in/SignInPage.tsx'), 'SignInPage'),
});

/** The first-use wizard. */
export const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('../pages/sign-in/SetupPage.tsx'), 'SetupPage'),
});

/** The frame of all pages that need a sign-in. */
export const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Shell,
  beforeLoad: ({ location }) => demandSignIn(location.href),
  errorComponent: PageError,
});
