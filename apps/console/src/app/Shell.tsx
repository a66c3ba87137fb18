import { Outlet } from '@tanstack/react-router';
import { GuestBanner } from './GuestBanner.tsx';
import { usePreferences } from './preferences.ts';
import { useIsGuest } from './session.ts';
import { Sidebar } from './Sidebar.tsx';
import { TopBar } from './TopBar.tsx';

/** The frame around every page of a signed-in person. */
export const Shell = () => {
  const { sideFolded } = usePreferences();
  const isGuest = useIsGuest();
  return (
    <div className={sideFolded ? 'shell folded' : 'shell'}>
      <Sidebar />
      <div className="main">
        <TopBar />
        {isGuest && <GuestBanner />}
        <main className="content">
          <Outlet />
        </main>
      </div>
    </div>
  );
};
