import { describe, expect, it } from 'vitest';
import { NAVIGATION, visibleNavigation } from './navigation.tsx';

const entries = NAVIGATION.flatMap(({ items }) => items);

describe('the sidebar', () => {
  it('gives no key and no address twice', () => {
    const hotkeys = entries.flatMap(({ hotkey }) => hotkey ?? []);
    expect(new Set(hotkeys).size).toBe(hotkeys.length);
    expect(new Set(entries.map(({ to }) => to)).size).toBe(entries.length);
  });

  it('shows what a person may see, and no empty group', () => {
    const shown = visibleNavigation(() => false);
    expect(shown.flatMap(({ items }) => items).map(({ key }) => key)).toEqual(['tokens']);
    expect(visibleNavigation(() => true)).toHaveLength(NAVIGATION.length);
  });
});
