import type { Browser, Page } from 'playwright-core';
import { chromium as playwright } from 'playwright-core';
import { followPage } from './trail.ts';

/** A browser from npm, with the libraries that a bare machine lacks. */
export const openBrowser = async (): Promise<Browser> => {
  // Read by the package when it is imported: it then unpacks its own libnss3 and relatives.
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs24.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  // Without a graphics card, drawing through an emulated one takes most of a core.
  chromium.setGraphicsMode = false;
  return playwright.launch({ args: chromium.args, executablePath: await chromium.executablePath(), headless: true });
};

/** What went wrong in the page while nobody looked. */
export interface WatchedPage {
  readonly page: Page;
  readonly errors: string[];
}

/** A page of 1440 × 900 that remembers console errors, page errors and failed requests to our own server. */
export const openPage = async (
  browser: Browser,
  preferences: { readonly theme: string; readonly language: string },
): Promise<WatchedPage> => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    // Pages are drawn without a graphics card: what turns round while a journey waits would take a core.
    reducedMotion: 'reduce',
  });
  await context.addInitScript(
    (given) => globalThis.localStorage.setItem('chedun.preferences', JSON.stringify(given)),
    preferences,
  );
  const page = await context.newPage();
  followPage(page);
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`.slice(0, 400));
  });
  page.on('pageerror', (error) => errors.push(String(error).slice(0, 300)));
  return { page, errors };
};
