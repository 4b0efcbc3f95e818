import {
  button, createGroup, expect, field, fillSignUp, gather, heading, inGroup, joinGroup, newPerson, notice, open, openGroup, ready, scripted, test, words,
} from './fixtures.ts';
import type { Page } from '@playwright/test';

test('whoever has no group yet is told how to get one', async ({ people }) => {
  const [{ page }] = await people('Ana');
  await open(page, '/groups');
  await expect(page.getByText(words.noGroups)).toBeVisible();
  await expect(button(page, words.createGroup)).toBeVisible();
  await expect(button(page, words.join)).toBeVisible();
});

test('a new group shows how to invite somebody, and stands in the list', async ({ people }) => {
  const [{ page }] = await people('Ana');
  const { path, inviteCode } = await createGroup(page, 'Álgebra');
  await expect(heading(page, 'Álgebra')).toBeVisible();
  await expect(page.getByText(words.nobodySpoke)).toBeVisible();
  expect(inviteCode).toMatch(/^[A-Z0-9]{10}$/);

  await open(page, '/groups');
  await page.getByRole('main').getByRole('link', { name: 'Álgebra' }).click();
  await page.waitForURL(path);
});

test('a group is joined with its code, however it is written', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const group = await ana.api.createGroup('Física');
  await joinGroup(luis.page, ` ${group.invite_code.toLowerCase()} `);
  await expect(heading(luis.page, 'Física')).toBeVisible();
});

test('a code that opens nothing is refused in one sentence', async ({ people, complaints }) => {
  complaints.allow(/status of 4(00|04)/);
  const [{ page }] = await people('Ana');
  for (const code of ['ZZZZZZZZZZ', 'no es un código']) {
    await open(page, '/groups');
    await field(page, words.inviteCode).fill(code);
    await button(page, words.join).click();
    await expect(notice(page).first()).toHaveText(words.opensNothing);
    await expect(field(page, words.inviteCode)).toHaveValue(code);
    await expect(page).toHaveURL(/\/groups\b/);
  }
});

test('a link brings somebody without an account through the sign-up and into the group', async ({ page, people }) => {
  const [ana] = await people('Ana');
  const group = await ana.api.createGroup('Latín');
  await open(page, `/join/${group.invite_code}`);
  await expect(heading(page, 'Latín')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: words.createAccount }).click();
  await page.waitForURL(/\/sign-up/);
  await ready(page);

  await fillSignUp(page, newPerson('Luis'));
  await page.waitForURL(/\/join\//);
  await ready(page);
  await button(page, words.join).click();
  await inGroup(page);
  await expect(heading(page, 'Latín')).toBeVisible();
});

test('a link whose code opens nothing says so', async ({ page, complaints }) => {
  complaints.allow(/status of 4(00|04)/);
  await open(page, '/join/ZZZZZZZZZZ');
  await expect(heading(page, words.linkOpensNothing)).toBeVisible();
});

test('a group that one is not in looks like one that does not exist', async ({ people, complaints }) => {
  complaints.allow(/status of 404/);
  const [ana, luis] = await people('Ana', 'Luis');
  const { path } = await gather('Secreto', [ana]);
  for (const elsewhere of [path, `${path}/members`, '/groups/00000000-0000-4000-8000-000000000000', '/no-existe']) {
    const answer = await luis.page.goto(elsewhere);
    expect(answer?.status(), elsewhere).toBe(404);
    await ready(luis.page);
    await expect(heading(luis.page, words.nothingHere)).toBeVisible();
    await expect(luis.page.getByText('Secreto')).toHaveCount(0);
  }
});

test('the list counts what was not read, and no more once it was', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Biología', [ana, luis]);
  await ana.api.fill(group, 2);

  await open(luis.page, '/groups');
  await expect(luis.page.getByRole('link', { name: words.unread(2) })).toBeVisible();

  const told = saysHowFarSheRead(luis.page);
  await openGroup(luis.page, path);
  await told;
  await open(luis.page, '/groups');
  const entry = luis.page.getByRole('main').getByRole('link', { name: 'Biología' });
  await expect(entry).toBeVisible();
  await expect(entry).not.toHaveAttribute('data-unread');
});

/** A living page tells the server a moment later, so as not to do it for every message. */
async function saysHowFarSheRead(page: Page): Promise<void> {
  if (!scripted()) return;
  const socket = await page.waitForEvent('websocket');
  await socket.waitForEvent('framesent', ({ payload }) => payload.toString().includes('"type":"read"'));
}
