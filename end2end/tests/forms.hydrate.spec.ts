/** What a form gets once the page lives. */
import { button, expect, field, heading, open, test, words } from './fixtures.ts';

test('a form that is on its way is not sent again, however often its button is pressed', async ({ people }) => {
  const [{ page, api }] = await people('Ana');
  await open(page, '/groups');
  let posted = 0;
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/fn/create-group', async (route) => {
    posted += 1;
    await released;
    await route.continue();
  });
  await field(page, words.groupName).fill('Álgebra');
  const create = button(page, words.createGroup);
  // The page is on its way meanwhile, and Playwright would wait for it.
  for (let times = 0; times < 3; times += 1) await create.evaluate((element: HTMLElement) => element.click());
  await expect.poll(() => posted).toBe(1);
  release();
  await expect(heading(page, 'Álgebra')).toBeVisible();
  expect(await api.groups()).toHaveLength(1);
  expect(posted).toBe(1);
});
