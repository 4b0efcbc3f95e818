/** Between the first paint and the moment when the page is alive. The WASM of these pages arrives when the test says so. */
import { composer, connected, expect, gather, button, rows, test, texts, words, type Group, type Student } from './fixtures.ts';
import type { Page } from '@playwright/test';

const stored = async ({ api }: Student, group: Group) => (await api.messages(group)).map(({ content }) => content);

/** The page's WASM waits for this to be called. */
async function delayWasm(page: Page): Promise<() => void> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\.wasm$/, async (route) => {
    await released;
    await route.continue().catch(() => undefined);
  });
  return release;
}

async function painted(page: Page, path: string): Promise<void> {
  await page.goto(path, { waitUntil: 'domcontentloaded' });
  await expect(composer(page)).toBeVisible();
}

test('what is sent before the page is alive is delivered before it, and shown once', async ({ people }) => {
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  const release = await delayWasm(ana.page);
  await painted(ana.page, path);
  await composer(ana.page).pressSequentially('con Intro');
  await ana.page.keyboard.press('Enter');
  await expect(composer(ana.page)).toHaveValue('');
  await composer(ana.page).fill('y con el botón');
  await button(ana.page, words.send).click();
  await expect(ana.page.locator('.composer[data-held="2"]')).toBeVisible();
  await expect.poll(() => stored(ana, group)).toEqual(['con Intro', 'y con el botón']);
  await expect(rows(ana.page), 'the page is not alive').toHaveCount(0);

  release();
  await connected(ana.page);
  await expect.poll(() => texts(ana.page)).toEqual(['con Intro', 'y con el botón']);
  await expect(rows(ana.page).and(ana.page.locator('[data-state="sent"]'))).toHaveCount(2);
  await expect.poll(() => stored(ana, group)).toHaveLength(2);
});

test('nor is it lost when the line breaks and the page is loaded again', async ({ people, complaints }) => {
  complaints.allow(/ERR_FAILED/);
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  const release = await delayWasm(ana.page);
  await ana.page.route('**/api/fn/send-message', (route) => route.abort());
  await painted(ana.page, path);
  for (const text of ['uno', 'dos', 'tres']) {
    await composer(ana.page).fill(text);
    await ana.page.keyboard.press('Enter');
  }
  await composer(ana.page).pressSequentially('a medio escr');
  await ana.page.reload({ waitUntil: 'domcontentloaded' });
  await expect(composer(ana.page)).toHaveValue('a medio escr');
  expect(await stored(ana, group)).toEqual([]);

  release();
  await connected(ana.page);
  await expect(rows(ana.page).and(ana.page.locator('[data-state="sent"]'))).toHaveCount(3);
  await expect.poll(() => stored(ana, group)).toEqual(['uno', 'dos', 'tres']);
  await expect(composer(ana.page)).toHaveValue('a medio escr');
});

test('what is being typed while the page comes alive stays, letter by letter', async ({ people }) => {
  const [ana] = await people('Ana');
  const { path } = await gather('Física', [ana]);
  const release = await delayWasm(ana.page);
  await painted(ana.page, path);
  await composer(ana.page).pressSequentially('antes ');
  release();
  await composer(ana.page).pressSequentially('durante la llegada de la página ', { delay: 15 });
  await connected(ana.page);
  await composer(ana.page).pressSequentially('y después');
  await expect(composer(ana.page)).toHaveValue('antes durante la llegada de la página y después');
  await composer(ana.page).press('Enter');
  await expect.poll(() => texts(ana.page)).toEqual(['antes durante la llegada de la página y después']);
});

test('before the page is alive, Shift+Enter breaks the line and nothing is sent that is blank', async ({ people }) => {
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  await delayWasm(ana.page);
  await painted(ana.page, path);
  await composer(ana.page).fill('  ');
  await ana.page.keyboard.press('Enter');
  await composer(ana.page).fill('uno');
  await ana.page.keyboard.press('Shift+Enter');
  await ana.page.keyboard.type('dos');
  await expect(composer(ana.page)).toHaveValue('uno\ndos');
  await ana.page.keyboard.press('Enter');
  await expect.poll(() => stored(ana, group)).toEqual(['uno\ndos']);
});
