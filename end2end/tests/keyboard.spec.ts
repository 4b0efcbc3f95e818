/** Everything by keyboard alone. */
import { composer, expect, gather, message, openGroup, ready, scripted, test, words } from './fixtures.ts';
import type { Locator, Page } from '@playwright/test';

/** Presses Tab until the element has the focus; 40 times would be a journey that nobody makes. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press('Tab');
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`not reached by Tab: ${wanted}`);
}

test('somebody signs in, opens a group and sends a message without a pointer', async ({ page, people }) => {
  const [ana] = await people('Ana');
  const { path } = await gather('Física', [ana]);

  await page.goto('/');
  await ready(page);
  await tabTo(page, page.getByRole('main').getByRole('link', { name: words.signIn }));
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/sign-in$/);
  await ready(page);
  await tabTo(page, page.getByLabel(words.email));
  await page.keyboard.type(ana.person.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(ana.person.password);
  await page.keyboard.press('Enter');

  await page.waitForURL(/\/groups$/);
  await ready(page);
  await tabTo(page, page.getByRole('main').getByRole('link', { name: /^Física/ }));
  await page.keyboard.press('Enter');
  await page.waitForURL(path);
  await ready(page);
  await tabTo(page, composer(page));
  await page.keyboard.type('sin ratón');
  if (scripted()) {
    await page.keyboard.press('Enter');
  } else {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
  }
  await expect(message(page, 'sin ratón')).toBeVisible();
});

test('the first Tab offers to skip to the content', async ({ people }) => {
  const [ana] = await people('Ana');
  const { path } = await gather('Física', [ana]);
  await openGroup(ana.page, path);
  await ana.page.keyboard.press('Tab');
  const skip = ana.page.getByRole('link', { name: words.skip });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await ana.page.keyboard.press('Enter');
  await expect(ana.page.locator('#content')).toBeFocused();
});
