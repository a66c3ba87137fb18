import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { NAVIGATION } from './navigation.tsx';

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const SECOND_KEY_MS = 1200;

/** `/` goes to the search field; `g` and a letter go to a page. */
export const useHotkeys = (focusSearch: () => void): void => {
  const navigate = useNavigate();
  useEffect(() => {
    let armedAt = 0;
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      if (event.key === '/') {
        event.preventDefault();
        focusSearch();
        return;
      }
      const armed = event.timeStamp - armedAt < SECOND_KEY_MS;
      armedAt = event.key === 'g' ? event.timeStamp : 0;
      const item = armed
        ? NAVIGATION.flatMap(({ items }) => items).find(({ hotkey }) => hotkey === event.key)
        : undefined;
      if (item !== undefined) void navigate({ to: item.to });
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [navigate, focusSearch]);
};
