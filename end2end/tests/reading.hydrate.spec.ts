/** What counts as read on a page that lives: what came into view while somebody looked. */
import { composer, connected, expect, gather, log, message, openGroup, sendMessage, test, words } from './fixtures.ts';
import { Line } from './fixtures/line.ts';
import type { Page } from '@playwright/test';

/** From now on the page is in the background, until `show`. */
async function hide(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const state = { hidden: true };
    Object.assign(window, { state });
    Object.defineProperty(document, 'visibilityState', { get: () => (state.hidden ? 'hidden' : 'visible') });
    Object.defineProperty(document, 'hidden', { get: () => state.hidden });
  });
}

function show(page: Page): Promise<void> {
  return page.evaluate(() => {
    (window as unknown as { state: { hidden: boolean } }).state.hidden = false;
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });
}

test('a page in the background reads nothing, and waits at the first message that nobody has seen', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  await luis.api.fill(group, 30);
  await ana.api.read(group);
  await hide(ana.page);
  await openGroup(ana.page, path);
  for (let number = 31; number <= 80; number++) await luis.api.send(group, `mensaje ${number}`);
  await expect(message(ana.page, 'mensaje 80')).toBeAttached();
  await expect(message(ana.page, 'mensaje 31')).toBeInViewport();
  expect(await ana.api.unread(group)).toBe(50);
  await show(ana.page);
  await expect.poll(() => ana.api.unread(group)).toBeLessThan(50);
  expect(await ana.api.unread(group)).toBeGreaterThan(0);
  await ana.page.getByRole('link', { name: /^\d+ mensajes nuevos$/ }).click();
  await expect(message(ana.page, 'mensaje 80')).toBeInViewport();
  await expect.poll(() => ana.api.unread(group)).toBe(0);
});

test('a window that is seen but not worked in reads nothing either', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  await ana.page.addInitScript(() => {
    const focus = { there: false };
    Object.assign(window, { there: focus });
    document.hasFocus = () => focus.there;
  });
  await openGroup(ana.page, path);
  await luis.api.send(group, '¿estás?');
  await expect(message(ana.page, '¿estás?')).toBeVisible();
  // What is told after it proves that nothing was told before.
  await sendMessage(ana.page, 'sí');
  expect(await ana.api.unread(group)).toBe(1);
  await ana.page.evaluate(() => {
    (window as unknown as { there: { there: boolean } }).there.there = true;
    window.dispatchEvent(new Event('focus'));
  });
  await expect.poll(() => ana.api.unread(group)).toBe(0);
});

test('what one wrote without a network does not read what was said meanwhile', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  const line = await Line.of(ana.page);
  await openGroup(ana.page, path);
  await line.cut();
  await composer(ana.page).fill('desde el tren');
  await composer(ana.page).press('Enter');
  await luis.api.send(group, 'sin ti');
  // The list sends what waits, over HTTP; nobody sees the conversation there.
  await ana.page.goto('/groups');
  await expect.poll(async () => (await luis.api.messages(group)).map(({ content }) => content)).toEqual(['sin ti', 'desde el tren']);
  expect(await ana.api.unread(group)).toBe(1);
  line.mend();
  await openGroup(ana.page, path);
  await expect(log(ana.page).getByText(words.newLine)).toBeInViewport();
  await expect.poll(() => ana.api.unread(group)).toBe(0);
});

test('a reset and a page that was opened further up mend each other', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  await luis.api.fill(group, 90);
  await openGroup(ana.page, path);
  await connected(ana.page);
  await expect(message(ana.page, 'mensaje 1')).toBeInViewport();
  await sendMessage(ana.page, 'voy al final');
  await expect(message(ana.page, 'voy al final')).toBeInViewport();
  await expect(message(ana.page, 'mensaje 90')).toBeInViewport();
});
