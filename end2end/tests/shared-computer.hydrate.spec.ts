/** A shared computer: a page is still open when somebody else signs in, and nothing of hers becomes the other one's. */
import {
  button, composer, connected, expect, expectAccessible, field, fillSignIn, gather, marks, message, open, openGroup, rows, sendMessage, test, texts, words,
  type Group, type Student,
} from './fixtures.ts';
import { Line } from './fixtures/line.ts';
import { hasSignedIn, kept } from './fixtures/shared-computer.ts';
import type { Page } from '@playwright/test';

const stored = async ({ api }: Student, group: Group) => (await api.messages(group)).map(({ content }) => content);

/** The page says that somebody else is there, and shows nothing else. */
async function covered(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: words.somebodyElse })).toBeVisible();
  for (const part of ['main', '.room', '.site-head', 'form']) {
    for (const shown of await page.locator(part).all()) await expect(shown).toBeHidden();
  }
}

test('a page that finds somebody else signed in ends, and what was written stays its author’s', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  const line = await Line.of(ana.page);
  await openGroup(ana.page, path);
  await line.cut();
  await sendMessage(ana.page, 'lo escribió Ana');
  await composer(ana.page).fill('a medio escr');
  await hasSignedIn(ana, luis);
  line.mend();
  await covered(ana.page);
  await expectAccessible(ana.page);
  await expect(ana.page.locator(marks.connection)).toHaveAttribute('data-ending', 'wrong-person');
  expect(await stored(ana, group)).toEqual([]);

  // The other one, on the same page.
  await ana.page.getByRole('link', { name: words.reload }).click();
  await connected(ana.page);
  await expect(rows(ana.page)).toHaveCount(0);
  await expect(composer(ana.page)).toHaveValue('');
  await sendMessage(ana.page, 'soy Luis');
  await expect.poll(() => stored(luis, group)).toEqual(['soy Luis']);

  // And the first one again.
  await hasSignedIn(ana, ana);
  await open(ana.page, path);
  await expect.poll(() => stored(ana, group)).toEqual(['soy Luis', 'lo escribió Ana']);
  await expect(composer(ana.page)).toHaveValue('a medio escr');
  const authors = (await ana.page.request.get(`/api/v1/groups/${group.id}/messages`)).json();
  expect((await authors).messages.map(({ sender_id }: { sender_id: string }) => sender_id)).toEqual([luis.api.userId, ana.api.userId]);
});

test('what a page sends in the background goes out for its own person or not at all', async ({ people, complaints }) => {
  complaints.allow(/403/);
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  const line = await Line.of(ana.page);
  await openGroup(ana.page, path);
  await line.cut();
  await ana.page.route('**/api/fn/send-message', (route) => route.abort());
  complaints.allow(/ERR_FAILED/);
  await sendMessage(ana.page, 'lo escribió Ana');
  await open(ana.page, '/groups');
  await hasSignedIn(ana, luis);
  await ana.page.unroute('**/api/fn/send-message');
  await ana.page.evaluate(() => dispatchEvent(new Event('online')));
  await covered(ana.page);
  expect(await stored(ana, group)).toEqual([]);
  expect((await kept(ana.page)).join()).toContain('lo escribió Ana');

  await hasSignedIn(ana, ana);
  await open(ana.page, '/groups');
  await expect.poll(() => stored(ana, group)).toEqual(['lo escribió Ana']);
  await expect.poll(() => kept(ana.page)).toEqual([]);
});

for (const what of [words.edit, words.delete]) {
  test(`what goes out from a page of the person before changes nothing: ${what}`, async ({ people, complaints }) => {
    complaints.allow(/403/);
    const [ana, luis] = await people('Ana', 'Luis');
    // Luis may delete what anybody wrote here.
    const { group, path } = await gather('Física', [luis, ana]);
    await ana.api.send(group, 'de Ana');
    await openGroup(ana.page, path);
    await message(ana.page, 'de Ana').hover();
    await rows(ana.page).getByRole('link', { name: words.messageOptions }).click();
    await ana.page.getByRole('link', { name: what }).click();
    await hasSignedIn(ana, luis);
    if (what === words.edit) {
      await field(ana.page, words.editor).fill('cambiado');
      await button(ana.page, words.save).click();
    } else {
      await button(ana.page, words.confirmDelete).click();
    }
    await covered(ana.page);
    await expect.poll(() => stored(ana, group)).toEqual(['de Ana']);
  });
}

test('nor does what is sent before the page is alive', async ({ people, complaints }) => {
  complaints.allow(/403/);
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await ana.page.route(/\.wasm$/, async (route) => {
    await released;
    await route.continue();
  });
  await ana.page.goto(path, { waitUntil: 'domcontentloaded' });
  await hasSignedIn(ana, luis);
  await composer(ana.page).fill('lo escribió Ana');
  const refused = ana.page.waitForResponse(/\/api\/fn\/send-message$/);
  await composer(ana.page).press('Enter');
  expect((await refused).status()).toBe(403);
  release();
  await covered(ana.page);
  expect(await stored(ana, group)).toEqual([]);
  expect((await kept(ana.page)).join()).toContain('lo escribió Ana');
});

test('an older page of the list does not show the groups of whoever came later', async ({ people, complaints }) => {
  complaints.allow(/403/);
  const [ana, luis] = await people('Ana', 'Luis');
  await gather('Física', [ana]);
  await gather('Arte', [luis]);
  await ana.page.clock.install();
  await open(ana.page, '/groups');
  await hasSignedIn(ana, luis);
  await ana.page.clock.fastForward(60_000);
  await covered(ana.page);
  await expect(ana.page.getByText('Arte')).toHaveCount(0);
});

test.describe('signing out', () => {
  async function withUnsent(ana: Student): Promise<{ group: Group; path: string; line: Line }> {
    const { group, path } = await gather('Física', [ana]);
    const line = await Line.of(ana.page);
    await openGroup(ana.page, path);
    await line.cut();
    await ana.page.context().route('**/api/fn/*-message', (route) => route.abort());
    for (const text of ['uno', 'dos']) await sendMessage(ana.page, text);
    await composer(ana.page).fill('un borrador');
    return { group, path, line };
  }

  test('says how much was not sent, and does not go unless she means it', async ({ people }) => {
    const [ana] = await people('Ana');
    const { group, line } = await withUnsent(ana);
    await button(ana.page, words.signOut).click();
    const question = ana.page.getByRole('dialog');
    await expect(question).toContainText(words.unsent(3));
    await expectAccessible(ana.page);
    await button(ana.page, words.stayHere).click();
    await expect(question).toBeHidden();
    await ana.page.context().unroute('**/api/fn/*-message');
    line.mend();
    await expect.poll(() => stored(ana, group), { timeout: 25_000 }).toEqual(['uno', 'dos']);
    await expect(composer(ana.page)).toHaveValue('un borrador');
    await expect.poll(() => kept(ana.page).then((texts) => texts.length), 'the draft, of the tab and of all').toBe(2);
    await button(ana.page, words.signOut).click();
    await expect(question).toContainText(words.unsent(1));
  });

  test('leaves nothing of hers in the browser, in no tab', async ({ people, complaints }) => {
    complaints.allow(/ERR_FAILED/);
    const [ana, luis] = await people('Ana', 'Luis');
    const { path } = await withUnsent(ana);
    const other = await gather('Arte', [ana, luis]);
    const tab = await ana.page.context().newPage();
    await openGroup(tab, other.path);
    await composer(tab).fill('otro borrador');
    // What another person has left here is not hers to delete.
    const hers = `tertulia:draft:${luis.api.userId}:${other.group.id}`;
    await tab.evaluate((key) => localStorage.setItem(key, 'de Luis'), hers);

    await button(ana.page, words.signOut).click();
    await button(ana.page, words.forgetAndSignOut).click();
    for (const page of [ana.page, tab]) {
      await page.waitForURL((url) => url.pathname === '/');
      await expect(page.getByRole('link', { name: words.signIn }).first()).toBeVisible();
      expect(await kept(page)).toEqual([`${hers} = de Luis`]);
      expect(await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].join())).not.toContain(ana.api.userId);
    }
    await ana.page.goto(path);
    await ana.page.waitForURL(/\/sign-in/);
  });

  test('a tab that slept meanwhile finds nothing of hers when it wakes up', async ({ people }) => {
    const [ana] = await people('Ana');
    const { path } = await gather('Física', [ana]);
    await openGroup(ana.page, path);
    await composer(ana.page).fill('un borrador');
    // Frozen: it hears nothing of what the others do, and is loaded anew later.
    await ana.page.goto('about:blank');
    const tab = await ana.page.context().newPage();
    await open(tab, '/groups');
    await button(tab, words.signOut).click();
    await expect(tab.getByRole('dialog')).toContainText(words.unsent(1));
    await button(tab, words.forgetAndSignOut).click();
    await tab.waitForURL((url) => url.pathname === '/');
    await ana.page.goto(path);
    await ana.page.waitForURL(/\/sign-in/);
    expect(await kept(ana.page)).toEqual([]);
    await fillSignIn(ana.page, ana.person);
    await connected(ana.page);
    await expect(composer(ana.page)).toHaveValue('');
  });

  test('without a network forgets nothing', async ({ people, complaints }) => {
    complaints.allow(/ERR_INTERNET_DISCONNECTED/);
    const [ana] = await people('Ana');
    const { path } = await gather('Física', [ana]);
    await openGroup(ana.page, path);
    await composer(ana.page).fill('un borrador');
    await ana.page.context().setOffline(true);
    await button(ana.page, words.signOut).click();
    const failed = ana.page.waitForEvent('requestfailed', (request) => request.isNavigationRequest());
    await button(ana.page, words.forgetAndSignOut).click();
    await failed;
    await ana.page.context().setOffline(false);
    await ana.page.goto(path);
    await connected(ana.page);
    await expect(composer(ana.page)).toHaveValue('un borrador');
  });

  test('a page out of the browser’s cache is loaded anew', async ({ people }) => {
    const [ana] = await people('Ana');
    const { path } = await gather('Física', [ana]);
    await openGroup(ana.page, path);
    await ana.page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
    await expect(ana.page.locator('html')).toBeHidden();
    await ana.page.context().clearCookies();
    await ana.page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await ana.page.waitForURL(/\/sign-in/);
  });
});

test('every form that the browser makes names the person too', async ({ people }) => {
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  await ana.api.send(group, 'una');
  await openGroup(ana.page, path);
  for (const what of [words.edit, words.delete]) {
    await message(ana.page, 'una').hover();
    await rows(ana.page).getByRole('link', { name: words.messageOptions }).click();
    await ana.page.getByRole('link', { name: what }).click();
    const actions = await ana.page.evaluate(() => [...document.forms].map((form) => form.getAttribute('action')));
    expect(actions.length).toBeGreaterThan(3);
    for (const action of actions) expect(action).toMatch(new RegExp(`^/as/${ana.api.userId}/(api/fn|groups)/`));
    await ana.page.keyboard.press('Escape');
  }
  await expect.poll(() => texts(ana.page)).toEqual(['una']);
});
