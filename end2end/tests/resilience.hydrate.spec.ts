/** What no broken line and no dead server may do: lose a message, double one, or put it elsewhere. */
import { expect, gather, composer, marks, openGroup, rows, sendMessage, test, texts, words, enrol, connected } from './fixtures.ts';
import { Line } from './fixtures/line.ts';
import { Server } from './fixtures/server.ts';

test('what the others wrote while the line was cut is there once, in order', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  const line = await Line.of(ana.page);
  await openGroup(ana.page, path);
  await luis.api.send(group, 'antes');
  await expect.poll(() => texts(ana.page)).toEqual(['antes']);

  await line.cut();
  await expect(ana.page.getByText(words.reconnecting)).toBeVisible();
  await luis.api.fill(group, 70);
  await expect.poll(() => texts(ana.page)).toEqual(['antes']);

  line.mend();
  await connected(ana.page);
  const all = ['antes', ...Array.from({ length: 70 }, (_, at) => `mensaje ${at + 1}`)];
  await expect.poll(() => texts(ana.page)).toEqual(all);
  await expect(ana.page.getByText(words.reconnecting)).toHaveCount(0);
});

test('what one writes offline waits, survives a reload, and is delivered once', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  const line = await Line.of(ana.page);
  await openGroup(ana.page, path);
  await openGroup(luis.page, path);

  await ana.page.context().setOffline(true);
  await line.cut();
  await expect(ana.page.getByText(words.offline)).toBeVisible();
  await sendMessage(ana.page, 'desde el tren');
  await sendMessage(ana.page, 'sigo en el tren');
  await expect(rows(ana.page).getByText(words.queued)).toHaveCount(2);
  await luis.api.send(group, 'mientras tanto');

  // The pages load again, the socket does not.
  await ana.page.context().setOffline(false);
  await ana.page.reload();
  await expect.poll(() => texts(ana.page)).toEqual(['mientras tanto', 'desde el tren', 'sigo en el tren']);
  await expect(rows(ana.page).getByText(words.queued)).toHaveCount(2);

  line.mend();
  await connected(ana.page);
  const all = ['mientras tanto', 'desde el tren', 'sigo en el tren'];
  for (const { page } of [ana, luis]) {
    await expect.poll(() => texts(page)).toEqual(all);
    await expect(rows(page).and(page.locator('[data-state="sent"]'))).toHaveCount(3);
  }
  expect((await ana.api.messages(group)).map(({ content }) => content)).toEqual(all);
});

test('a message whose acknowledgement was lost is not stored again', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  const line = await Line.of(ana.page);
  await openGroup(ana.page, path);

  line.mute();
  await sendMessage(ana.page, 'dicho una vez');
  await expect.poll(() => luis.api.messages(group)).toHaveLength(1);
  await expect(rows(ana.page)).toHaveAttribute('data-state', 'sending');

  await line.cut();
  line.mend();
  await expect(rows(ana.page)).toHaveAttribute('data-state', 'sent');
  await sendMessage(ana.page, 'y otra');
  await expect(rows(ana.page).last()).toHaveAttribute('data-state', 'sent');
  await expect.poll(() => texts(ana.page)).toEqual(['dicho una vez', 'y otra']);
  expect((await luis.api.messages(group)).map(({ content }) => content)).toEqual(['dicho una vez', 'y otra']);
});

test('a server that is killed loses no acknowledged message, and the pages recover by themselves', async ({
  playwright, visitor, complaints,
}) => {
  complaints.allow(/WebSocket connection to .* failed|ERR_CONNECTION_REFUSED/);
  const server = await Server.start('killed');
  const request = await playwright.request.newContext({ baseURL: server.url });
  try {
    const ana = await enrol(await visitor(), 'Ana', request, server.url);
    const luis = await enrol(await visitor(), 'Luis', request, server.url);
    const { group, path } = await gather('Física', [ana, luis]);
    for (const { page } of [ana, luis]) await openGroup(page, server.url + path);

    // In the middle of a conversation: one page writes, a program writes, and the power goes.
    const acknowledged: string[] = [];
    const program = (async () => {
      for (let number = 1; ; number++) {
        await luis.api.send(group, `programa ${number}`);
        acknowledged.push(`programa ${number}`);
      }
    })().catch(() => undefined);
    for (let number = 1; number <= 10; number++) {
      await composer(ana.page).fill(`página ${number}`);
      await composer(ana.page).press('Enter');
    }
    await expect(rows(luis.page).filter({ hasText: 'página' })).not.toHaveCount(0);
    const shown = await texts(luis.page);
    await server.kill();
    await program;
    for (const { page } of [ana, luis]) await expect(page.locator(marks.connected)).toHaveCount(0);
    await sendMessage(ana.page, 'escrito sin servidor');

    await server.restart();
    for (const { page } of [ana, luis]) {
      await expect(page.locator(marks.connected)).toBeAttached({ timeout: 25_000 });
      // The program may have been quick, and Luis's page holds him at the first message of Ana's that he has not seen: what is far below is
      // in the document on paper only.
      const state = async () => {
        await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
        const row = rows(page).filter({ hasText: 'escrito sin servidor' });
        return (await row.count()) === 1 ? row.getAttribute('data-state', { timeout: 1_000 }).catch(() => null) : null;
      };
      await expect.poll(state).toBe('sent');
    }

    const stored = (await ana.api.messages(group)).map(({ content }) => content);
    expect(new Set(stored).size, 'nothing twice').toBe(stored.length);
    expect(stored).toEqual(expect.arrayContaining([...acknowledged, ...shown]));
    const fromPage = stored.filter((text) => text.startsWith('página') || text.startsWith('escrito'));
    expect(fromPage).toEqual([...Array.from({ length: 10 }, (_, at) => `página ${at + 1}`), 'escrito sin servidor']);
    // A page lets go of what is further up than this (`KEPT_AT_END` in src/client/rows.rs), and the program may have been quick.
    const kept = 300;
    for (const { page } of [ana, luis]) {
      // On paper all of them are in the document.
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      await expect.poll(async () => (await texts(page)).slice(-kept)).toEqual(stored.slice(-kept));
    }
  } finally {
    await request.dispose();
    await server.stop();
  }
});
