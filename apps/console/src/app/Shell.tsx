import { Outlet } from '@tanstack/react-router';
import { usePreferences } from './preferences.ts';
import { Sidebar } from './Sidebar.tsx';
import { TopBar } from './TopBar.tsx';

/** The frame around every page of a signed-in person. */
export const Shell = () => {
  const { sideFolded } = usePreferences();
  return (
    <div className={sideFolded ? 'shell folded' : 'shell'}>
      <Sidebar />
      <div className="main">
        <TopBar />
        <main className="content">
          <Outlet />
        </main>
      </div>
    </div>
  );
};
