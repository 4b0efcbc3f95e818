import { button, expect, gather, heading, open, ready, test, words } from './fixtures.ts';
import type { Locator, Page } from '@playwright/test';

/** The row of a person on the page about the group. */
function member(page: Page, name: string): Locator {
  return page.getByRole('listitem').filter({ has: page.getByText(name) });
}

/** Opens what one may do with a member; `<details>` need no script. */
async function options(page: Page, name: string): Promise<Locator> {
  const row = member(page, name);
  await row.getByLabel(words.options(name)).click();
  return row;
}

test('the page about a group shows its people, their roles, and how to invite', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Arte', [ana, luis]);
  await open(luis.page, path);
  await luis.page.getByRole('link', { name: words.people(2) }).click();
  await luis.page.waitForURL(`${path}/members`);

  await expect(member(luis.page, ana.name)).toContainText(words.owner);
  await expect(member(luis.page, luis.name)).not.toContainText(words.owner);
  await expect(luis.page.getByText(`/join/${group.invite_code}`)).toBeVisible();
  await expect(luis.page.getByLabel(words.anyOptions), 'a member has nothing to decide').toHaveCount(0);

  await luis.page.getByRole('link', { name: words.backToChat }).click();
  await luis.page.waitForURL(path);
});

test('the owner removes a member, who stays out until let in again', async ({ people, complaints }) => {
  complaints.allow(/status of 404/);
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Arte', [ana, luis]);
  await open(ana.page, `${path}/members`);

  const row = await options(ana.page, luis.name);
  await row.getByText(words.remove, { exact: true }).click();
  await row.getByRole('button', { name: words.confirmRemove }).click();
  const letIn = member(ana.page, luis.name).getByRole('button', { name: words.letIn });
  await expect(letIn).toBeVisible();
  await expect(ana.page.getByLabel(words.options(luis.name)), 'no member any more').toHaveCount(0);

  await luis.page.goto(path);
  await ready(luis.page);
  await expect(heading(luis.page, words.nothingHere)).toBeVisible();
  await open(luis.page, `/join/${group.invite_code}`);
  await expect(luis.page.getByText(words.keptOut)).toBeVisible();
  await expect(button(luis.page, words.join)).toHaveCount(0);

  await letIn.click();
  await expect(letIn).toHaveCount(0);
  await open(luis.page, `/join/${group.invite_code}`);
  await button(luis.page, words.join).click();
  await luis.page.waitForURL(path);
});

test('a new code closes the old one', async ({ people, complaints }) => {
  complaints.allow(/status of 404/);
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Arte', [ana]);
  await open(ana.page, `${path}/members`);
  await ana.page.getByText(words.renew, { exact: true }).click();
  await button(ana.page, words.confirmRenew).click();
  await expect(ana.page.getByText(`/join/${group.invite_code}`)).toHaveCount(0);
  await expect(ana.page.getByText('/join/')).toBeVisible();

  await luis.page.goto(`/join/${group.invite_code}`);
  await ready(luis.page);
  await expect(heading(luis.page, words.linkOpensNothing)).toBeVisible();
});

test('a member leaves and finds the group in the list no more', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { path } = await gather('Arte', [ana, luis]);
  await open(luis.page, `${path}/members`);
  await luis.page.getByText(words.leave, { exact: true }).click();
  await button(luis.page, words.confirmLeave).click();

  await luis.page.waitForURL(/\/groups$/);
  await expect(luis.page.getByText(words.noGroups)).toBeVisible();
});

test('the owner hands the group over before leaving it', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { path } = await gather('Arte', [ana, luis]);
  await open(ana.page, `${path}/members`);
  await expect(ana.page.getByText(words.ownerStays)).toBeVisible();

  const row = await options(ana.page, luis.name);
  await row.getByText(words.handOver, { exact: true }).click();
  await row.getByRole('button', { name: words.confirmHandOver }).click();
  await expect(member(ana.page, luis.name)).toContainText(words.owner);
  await expect(member(ana.page, ana.name)).toContainText(words.moderator);

  await ana.page.getByText(words.leave, { exact: true }).click();
  await button(ana.page, words.confirmLeave).click();
  await ana.page.waitForURL(/\/groups$/);
});

test('the owner makes somebody a moderator', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { path } = await gather('Arte', [ana, luis]);
  await open(ana.page, `${path}/members`);
  const row = await options(ana.page, luis.name);
  await row.getByRole('button', { name: words.makeModerator }).click();
  await expect(member(ana.page, luis.name)).toContainText(words.moderator);
});
