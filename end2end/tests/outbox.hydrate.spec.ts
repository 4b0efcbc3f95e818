/** What a person wrote and the server does not have yet: nothing and nobody may lose it, double it or send it for her. */
import {
  button, composer, connected, enrol, expect, field, fillSignIn, gather, marks, message, newPerson, open, openGroup, ready, rows,
  sendMessage, test, texts, words, type Group, type Student,
} from './fixtures.ts';
import { Line } from './fixtures/line.ts';
import { kept } from './fixtures/shared-computer.ts';
import type { Locator, Page } from '@playwright/test';

const stored = async ({ api }: Student, group: Group) => (await api.messages(group)).map(({ content }) => content);
const row = (page: Page, text: string): Locator => rows(page).filter({ hasText: text });
const sent = (page: Page): Locator => rows(page).and(page.locator('[data-state="sent"]'));

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });

  test('five messages written without a network outlive a reload and arrive, five and in order', async ({ people, complaints }) => {
    complaints.allow(/ERR_INTERNET_DISCONNECTED/);
    const [ana, luis] = await people('Ana', 'Luis');
    const { group, path } = await gather('Física', [ana, luis]);
    const line = await Line.of(ana.page);
    await openGroup(ana.page, path);
    await openGroup(luis.page, path);

    const five = ['uno', 'dos', 'tres', 'cuatro', 'cinco'];
    await line.cut();
    await ana.page.context().setOffline(true);
    await expect(ana.page.getByText(words.offline)).toBeVisible();
    for (const text of five) await sendMessage(ana.page, text);
    await expect(rows(ana.page).getByText(words.queued)).toHaveCount(5);
    await expect(ana.page.reload(), 'there is no network').rejects.toThrow();

    await ana.page.context().setOffline(false);
    await ana.page.goto(path);
    await expect.poll(() => texts(ana.page)).toEqual(five);
    await expect(rows(ana.page).getByText(words.queued)).toHaveCount(5);
    line.mend();
    for (const { page } of [ana, luis]) {
      await expect(sent(page)).toHaveCount(5);
      await expect.poll(() => texts(page)).toEqual(five);
    }
    await expect.poll(() => stored(ana, group)).toEqual(five);
    await ana.page.reload();
    await expect.poll(() => texts(ana.page)).toEqual(five);
  });
});

test('a refused message waits for its author: retry, edit or discard', async ({ people }) => {
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  const line = await Line.of(ana.page);
  await openGroup(ana.page, path);
  line.refuse('forbidden');
  for (const text of ['primero', 'segundo', 'tercero']) await sendMessage(ana.page, text);
  await expect(rows(ana.page).getByText(words.notSent)).toHaveCount(3);
  line.accept();
  await sendMessage(ana.page, 'no espera a nadie');
  await expect(row(ana.page, 'no espera a nadie')).toHaveAttribute('data-state', 'sent');

  // Whatever becomes of it later: it is still refused after a reload.
  await ana.page.reload();
  await connected(ana.page);
  await expect(rows(ana.page).getByText(words.notSent)).toHaveCount(3);

  await composer(ana.page).fill('un borrador');
  await row(ana.page, 'segundo').getByRole('button', { name: words.edit }).click();
  await expect(field(ana.page, words.editor)).toHaveValue('segundo');
  await field(ana.page, words.editor).fill('segundo, corregido');
  await button(ana.page, words.save).click();
  await expect(row(ana.page, 'segundo, corregido')).toHaveAttribute('data-state', 'sent');
  await expect(composer(ana.page), 'is not touched').toHaveValue('un borrador');

  await row(ana.page, 'primero').getByRole('button', { name: words.retry }).click();
  await expect(row(ana.page, 'primero')).toHaveAttribute('data-state', 'sent');
  await row(ana.page, 'tercero').getByRole('button', { name: words.discard }).click();
  await expect(row(ana.page, 'tercero')).toHaveCount(0);

  const expected = ['no espera a nadie', 'segundo, corregido', 'primero'];
  await expect.poll(() => stored(ana, group)).toEqual(expected);
  await ana.page.reload();
  await connected(ana.page);
  await expect.poll(() => texts(ana.page)).toEqual(expected);
});

test('what is older than an hour is sent only after asking, and holds up nothing', async ({ people }) => {
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  await openGroup(ana.page, path);
  await ana.page.evaluate(([user, group]) => {
    for (const [at, content] of ['de esta mañana', 'también', 'ya no'].entries()) {
      const entry = { client_id: crypto.randomUUID(), content, written_at_ms: Date.now() - 2 * 3_600_000 + at };
      localStorage.setItem(`tertulia:outbox:${user}:${group}:${entry.client_id}`, JSON.stringify(entry));
    }
  }, [ana.api.userId, group.id]);
  await ana.page.reload();
  await expect(rows(ana.page).getByText(words.tooOld)).toHaveCount(3);
  await sendMessage(ana.page, 'de ahora');
  await expect(sent(ana.page)).toHaveCount(1);
  await expect.poll(() => stored(ana, group)).toEqual(['de ahora']);

  await row(ana.page, 'de esta mañana').getByRole('button', { name: words.retry }).click();
  await row(ana.page, 'también').getByRole('button', { name: words.retry }).click();
  await row(ana.page, 'ya no').getByRole('button', { name: words.discard }).click();
  await expect(sent(ana.page)).toHaveCount(3);
  await expect.poll(() => stored(ana, group)).toEqual(['de ahora', 'de esta mañana', 'también']);
  await ana.page.reload();
  await expect(rows(ana.page)).toHaveCount(3);
});

test.describe('two tabs of one person', () => {
  interface Tabs {
    ana: Student;
    group: Group;
    tabs: [Page, Page];
    lines: [Line, Line];
  }

  async function twoTabs([ana]: readonly [Student]): Promise<Tabs> {
    const { group, path } = await gather('Física', [ana]);
    const tabs: [Page, Page] = [ana.page, await ana.page.context().newPage()];
    const lines: [Line, Line] = [await Line.of(tabs[0]), await Line.of(tabs[1])];
    for (const tab of tabs) await openGroup(tab, path);
    return { ana, group, tabs, lines };
  }

  test('share the queue and send each message once, in the order of writing', async ({ people }) => {
    const { ana, group, tabs, lines } = await twoTabs(await people('Ana'));
    for (const line of lines) await line.cut();
    const all = ['uno', 'dos', 'tres', 'cuatro'];
    for (const [at, text] of all.entries()) await sendMessage(tabs[at % 2]!, text);
    for (const tab of tabs) await expect.poll(() => texts(tab)).toEqual(all);

    for (const line of lines) line.mend();
    for (const tab of tabs) {
      await expect(sent(tab)).toHaveCount(4, { timeout: 20_000 });
      await expect.poll(() => texts(tab)).toEqual(all);
    }
    await expect.poll(() => stored(ana, group)).toEqual(all);
    expect(await tabs[0].evaluate(() => Object.keys(localStorage).filter((key) => key.includes('outbox')))).toEqual([]);
  });

  test('one that stays without a line is served by the other', async ({ people }) => {
    const { ana, group, tabs, lines } = await twoTabs(await people('Ana'));
    await lines[0].cut();
    await sendMessage(tabs[0], 'lo manda la otra');
    await expect(row(tabs[1], 'lo manda la otra')).toHaveAttribute('data-state', 'sent', { timeout: 20_000 });
    await expect.poll(() => stored(ana, group)).toEqual(['lo manda la otra']);
    lines[0].mend();
    await expect(row(tabs[0], 'lo manda la otra')).toHaveAttribute('data-state', 'sent', { timeout: 25_000 });
    await expect.poll(() => stored(ana, group)).toEqual(['lo manda la otra']);
  });

  test('hear of each other what was discarded, edited and retried', async ({ people }) => {
    const { ana, group, tabs, lines } = await twoTabs(await people('Ana'));
    for (const line of lines) line.refuse('forbidden');
    for (const text of ['uno', 'dos', 'tres']) await sendMessage(tabs[0], text);
    for (const tab of tabs) await expect(rows(tab).getByText(words.notSent)).toHaveCount(3);
    for (const line of lines) line.accept();

    await row(tabs[0], 'uno').getByRole('button', { name: words.discard }).click();
    await expect(row(tabs[1], 'uno')).toHaveCount(0);
    await row(tabs[1], 'dos').getByRole('button', { name: words.edit }).click();
    await field(tabs[1], words.editor).fill('dos, mejor');
    await button(tabs[1], words.save).click();
    await expect(row(tabs[0], 'dos, mejor')).toHaveAttribute('data-state', 'sent');
    await row(tabs[0], 'tres').getByRole('button', { name: words.retry }).click();
    for (const tab of tabs) {
      await expect(sent(tab)).toHaveCount(2);
      await expect.poll(() => texts(tab)).toEqual(['dos, mejor', 'tres']);
    }
    await expect.poll(() => stored(ana, group)).toEqual(['dos, mejor', 'tres']);
  });

  test('keep a draft each', async ({ people }) => {
    const { tabs } = await twoTabs(await people('Ana'));
    await composer(tabs[0]).fill('borrador de la primera');
    await composer(tabs[1]).fill('de la segunda');
    await composer(tabs[1]).press('Enter');
    await expect(row(tabs[1], 'de la segunda')).toBeVisible();
    for (const tab of tabs) {
      await tab.reload();
      await ready(tab);
    }
    await expect(composer(tabs[0])).toHaveValue('borrador de la primera');
  });
});

test('a session that ends takes nothing with it, and nobody else sees or sends it', async ({ people, request, baseURL, visitor }) => {
  const [ana] = await people('Ana');
  const luis = await enrol(await visitor(), newPerson('Luis'), request, baseURL!);
  const { group, path } = await gather('Física', [ana, luis]);
  await openGroup(ana.page, path);
  await ana.api.signOut();
  await expect(ana.page.getByText(words.signedOut)).toBeVisible();
  await sendMessage(ana.page, 'escrito sin sesión');
  await composer(ana.page).fill('y un borrador');

  // Somebody else, on the same browser.
  await ana.page.getByRole('link', { name: words.signIn }).click();
  await fillSignIn(ana.page, luis.person);
  await ana.page.waitForURL(new RegExp(`${path}$`));
  await connected(ana.page);
  await expect(rows(ana.page)).toHaveCount(0);
  await expect(composer(ana.page)).toHaveValue('');
  await sendMessage(ana.page, 'soy Luis');
  await expect(sent(ana.page)).toHaveCount(1);
  await expect.poll(() => stored(luis, group)).toEqual(['soy Luis']);

  // And Ana again.
  await ana.page.context().clearCookies();
  await open(ana.page, `/sign-in?next=${path}`);
  await fillSignIn(ana.page, ana.person);
  await ana.page.waitForURL(new RegExp(`${path}$`));
  await connected(ana.page);
  await expect(sent(ana.page)).toHaveCount(2);
  await expect(composer(ana.page)).toHaveValue('y un borrador');
  await expect.poll(() => stored(luis, group)).toEqual(['soy Luis', 'escrito sin sesión']);
});

test('what waits in another group goes out from wherever one is', async ({ people }) => {
  const [ana] = await people('Ana');
  const physics = await gather('Física', [ana]);
  const art = await gather('Arte', [ana]);
  const line = await Line.of(ana.page);
  await openGroup(ana.page, physics.path);
  await line.cut();
  for (const text of ['uno', 'dos']) await sendMessage(ana.page, text);
  await open(ana.page, '/groups');
  await expect.poll(() => stored(ana, physics.group)).toEqual(['uno', 'dos']);

  line.mend();
  await openGroup(ana.page, physics.path);
  await line.cut();
  await sendMessage(ana.page, 'tres');
  line.mend();
  await openGroup(ana.page, art.path);
  await expect.poll(() => stored(ana, physics.group)).toEqual(['uno', 'dos', 'tres']);
  expect(await stored(ana, art.group)).toEqual([]);
  expect(await kept(ana.page)).toEqual([]);
});

test('what waits in another group goes out although the server was away for a moment', async ({ people, complaints }) => {
  complaints.allow(/ERR_FAILED|ERR_CONNECTION/);
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  const line = await Line.of(ana.page);
  await openGroup(ana.page, path);
  await line.cut();
  for (const text of ['uno', 'dos']) await sendMessage(ana.page, text);
  const attempts: string[] = [];
  await ana.page.route('**/api/fn/send-message', (route) => {
    const text = new URLSearchParams(route.request().postData() ?? '').get('content') ?? '';
    return attempts.push(text) <= 2 ? route.abort() : route.continue();
  });
  await open(ana.page, '/groups');
  await expect.poll(() => stored(ana, group)).toEqual(['uno', 'dos']);
  expect(attempts, 'each after the one before').toEqual(['uno', 'uno', 'uno', 'dos']);
  expect(await kept(ana.page)).toEqual([]);
});

test('a late answer never clears newer text', async ({ people }) => {
  const [ana] = await people('Ana');
  const { path } = await gather('Física', [ana]);
  const line = await Line.of(ana.page);
  await openGroup(ana.page, path);
  line.hold();
  await sendMessage(ana.page, 'una cosa');
  await composer(ana.page).fill('y otra a medio esc');
  line.release();
  await expect(row(ana.page, 'una cosa')).toHaveAttribute('data-state', 'sent');
  await expect(composer(ana.page)).toHaveValue('y otra a medio esc');
});

test('a page of an older version says so, and loading it again loses nothing', async ({ people }) => {
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  await ana.page.routeWebSocket(/\/api\/v1\/ws/, (socket) => void socket.close({ code: 4012, reason: 'old page: reload' }));
  await open(ana.page, path);
  await expect(ana.page.getByText(words.oldPage)).toBeVisible();
  await expect(ana.page.locator(marks.connection)).toHaveAttribute('data-ending', 'old-page');
  await sendMessage(ana.page, 'escrito en la vieja');
  await composer(ana.page).fill('a medio escr');

  await ana.page.routeWebSocket(/\/api\/v1\/ws/, (socket) => void socket.connectToServer());
  await ana.page.getByRole('link', { name: words.reload }).click();
  await connected(ana.page);
  await expect(message(ana.page, 'escrito en la vieja')).toBeVisible();
  await expect(sent(ana.page)).toHaveCount(1);
  await expect(composer(ana.page)).toHaveValue('a medio escr');
  await expect.poll(() => stored(ana, group)).toEqual(['escrito en la vieja']);
});
