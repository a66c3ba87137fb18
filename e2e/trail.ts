import type { Page } from 'playwright-core';

const KEPT = 40;
const MOST_TEXT = 600;
/** What people read on top of a page: messages, dialogs, menus, questions. */
const ON_TOP = '.ant-message, .ant-notification, .ant-modal, .ant-drawer, .ant-popover, .ant-dropdown';

interface Trail {
  readonly page: Page;
  readonly lines: string[];
}
const open = new Set<Trail>();

/** Keeps what a page asked of the server lately and what was answered, until it is closed. */
export const followPage = (page: Page): void => {
  const trail: Trail = { page, lines: [] };
  const note = (text: string): void => {
    trail.lines.push(`${new Date().toISOString().slice(11, 23)} ${text.slice(0, MOST_TEXT)}`);
    if (trail.lines.length > KEPT) trail.lines.shift();
  };
  page.on('request', (request) => {
    if (request.method() !== 'GET') note(`${request.method()} ${request.url()}`);
  });
  page.on('response', (answer) => {
    // What pages are made of, and what they ask again and again, would push out what matters.
    const isNoise = answer.request().method() === 'GET' && answer.status() < 400;
    if (!isNoise) note(`${answer.status()} ${answer.request().method()} ${answer.url()}`);
    if (answer.status() >= 400 && answer.url().includes('/api/'))
      answer.text().then(
        (said) => note(`said ${said}`),
        () => undefined,
      );
  });
  page.on('requestfailed', (request) => note(`failed ${request.url()} ${request.failure()?.errorText}`));
  page.on('console', (message) => note(`console ${message.type()}: ${message.text()}`));
  page.on('close', () => open.delete(trail));
  page.on('download', (download) => note(`download ${download.suggestedFilename()}`));
  open.add(trail);
};

const standing = async ({ page, lines }: Trail): Promise<string> => {
  const onTop = await page
    .locator(ON_TOP)
    .evaluateAll((elements) =>
      elements.map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        const text = (element.textContent ?? '').replaceAll(/\s+/g, ' ').slice(0, 300);
        return `${element.className} at ${x},${y} of ${width}×${height}: ${text}`;
      }),
    )
    .catch(() => []);
  return [`page ${page.url()}`, ...onTop.map((text) => `on top: ${text}`), ...lines].join('\n');
};

/** What every open page did lately and shows on top, for a journey that failed. */
export const trails = async (): Promise<string> => (await Promise.all([...open].map(standing))).join('\n\n');
