/** What a form gets once the page lives. */
import { button, expect, field, heading, notice, open, ready, test, words } from './fixtures.ts';

test('a form that is on its way is not sent again, however often its button is pressed', async ({ people }) => {
  const [{ page, api }] = await people('Ana');
  await open(page, '/groups');
  await field(page, words.groupName).fill('Álgebra');
  const held = await button(page, words.createGroup).evaluate((create: HTMLElement) => {
    const held: boolean[] = [];
    addEventListener('submit', (event) => held.push(event.defaultPrevented));
    for (let times = 0; times < 3; times += 1) create.click();
    return held;
  });
  expect(held).toEqual([false, true, true]);
  await expect(heading(page, 'Álgebra')).toBeVisible();
  expect(await api.groups()).toHaveLength(1);
});

test('a refusal is said once, and not again when the page is loaded again', async ({ people, complaints }) => {
  complaints.allow(/status of 4(00|04)/);
  const [{ page }] = await people('Ana');
  await open(page, '/groups');
  await field(page, words.inviteCode).fill('ZZZZZZZZZZ');
  await button(page, words.join).click();
  await expect(notice(page)).toHaveText(words.opensNothing);
  await expect(page).toHaveURL(/\/groups$/);
  await page.reload();
  await ready(page);
  await expect(notice(page)).toHaveCount(0);
});
