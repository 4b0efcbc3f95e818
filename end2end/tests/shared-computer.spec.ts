/** A shared computer, with a script and without: a form of a page that was made for somebody else does nothing, and says so. */
import { button, expect, expectAccessible, field, gather, heading, open, openGroup, test, words } from './fixtures.ts';
import { hasSignedIn } from './fixtures/shared-computer.ts';

test('a form made for somebody else does nothing', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  await open(ana.page, '/groups');
  await field(ana.page, words.groupName).fill('de Ana');
  await hasSignedIn(ana, luis);
  await button(ana.page, words.createGroup).click();
  await ana.page.waitForURL(/\/another-person$/);
  await expect(heading(ana.page, words.somebodyElse)).toBeVisible();
  await expectAccessible(ana.page);
  for (const { api } of [ana, luis]) expect(await api.groups()).toEqual([]);
});

test('nor does signing out on such a page sign out whoever is there now', async ({ people, complaints }) => {
  complaints.allow(/403/);
  const [ana, luis] = await people('Ana', 'Luis');
  const { path } = await gather('Física', [ana, luis]);
  await open(ana.page, '/groups');
  await hasSignedIn(ana, luis);
  await button(ana.page, words.signOut).click();
  await ana.page.waitForURL(/\/another-person$/);
  await expect(heading(ana.page, words.somebodyElse)).toBeVisible();
  await openGroup(ana.page, path);
});
