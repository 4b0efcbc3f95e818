/** A conversation between pages that are alive: what one does, the other sees. */
import { composer, expect, gather, log, marks, message, openGroup, rows, sendMessage, test, texts, words } from './fixtures.ts';
import { Line } from './fixtures/line.ts';

test('two people see what the other writes, in the same order', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  await openGroup(ana.page, path);
  await openGroup(luis.page, path);

  await sendMessage(ana.page, 'hola, Luis');
  await expect(message(luis.page, 'hola, Luis')).toBeVisible();
  await sendMessage(luis.page, 'hola, Ana');
  await expect(message(ana.page, 'hola, Ana')).toBeVisible();

  // Both at once, faster than either can be answered.
  const write = async (student: typeof ana) => {
    for (let number = 1; number <= 8; number++) {
      await composer(student.page).fill(`${student.person.name} ${number}`);
      await composer(student.page).press('Enter');
    }
  };
  await Promise.all([write(ana), write(luis)]);

  for (const { page } of [ana, luis]) {
    await expect(rows(page)).toHaveCount(18);
    await expect(log(page).locator('[data-state="sent"]')).toHaveCount(18);
  }
  const stored = (await ana.api.messages(group)).map(({ content }) => content);
  await expect.poll(() => texts(ana.page)).toEqual(stored);
  await expect.poll(() => texts(luis.page)).toEqual(stored);

  await ana.page.reload();
  await expect.poll(() => texts(ana.page)).toEqual(stored);
});

test('what a program writes over HTTP arrives like everything else', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  await openGroup(luis.page, path);
  await ana.api.send(group, 'desde un programa');
  await expect(message(luis.page, 'desde un programa')).toBeVisible();
});

test('one sees that the other is writing, until the message is there', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { path } = await gather('Física', [ana, luis]);
  await openGroup(ana.page, path);
  await openGroup(luis.page, path);

  await composer(luis.page).pressSequentially('un momento');
  await expect(ana.page.getByText(words.writing(luis.name))).toBeVisible();
  await expect(luis.page.getByText(words.writing(luis.name)), 'not to oneself').toHaveCount(0);

  await composer(luis.page).press('Enter');
  await expect(message(ana.page, 'un momento')).toBeVisible();
  await expect(ana.page.getByText(words.writing(luis.name))).toHaveCount(0);
});

test('one sees who comes, who joins and who goes', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana]);
  const faces = ana.page.locator('.room-head .face');
  await openGroup(ana.page, path);
  await expect(faces).toHaveText(['AP']);

  await luis.api.join(group);
  await expect(log(ana.page).getByText(words.joined(luis.name))).toBeVisible();
  await expect(ana.page.getByRole('link', { name: words.people(2) })).toBeVisible();

  await openGroup(luis.page, path);
  await expect(faces).toHaveText(['AP', 'LP']);
  await expect(luis.page.locator('.room-head .face')).toHaveText(['AP', 'LP']);

  await luis.page.close();
  // Somebody who only reloads should not flicker: a person is gone 15 seconds after the last page.
  await expect(faces).toHaveText(['AP'], { timeout: 25_000 });
});

test('what one writes stands there at once and stays the same row', async ({ people }) => {
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  const line = await Line.of(ana.page);
  await openGroup(ana.page, path);

  line.hold();
  await composer(ana.page).fill('ya está aquí');
  await composer(ana.page).press('Enter');
  await expect(rows(ana.page)).toHaveCount(1);
  await expect(composer(ana.page)).toHaveValue('');
  await expect(rows(ana.page)).toHaveAttribute('data-state', 'sending');
  expect(await ana.api.messages(group)).toEqual([]);
  const id = await rows(ana.page).getAttribute('id');
  await rows(ana.page).evaluate((row) => Object.assign(row, { theSame: true }));
  // Any second row, were it there only for one frame, is noticed.
  const most = ana.page.evaluate(async () => {
    const count = () => document.querySelectorAll('[data-kind="message"]').length;
    let most = count();
    await new Promise<void>((resolve) => {
      new MutationObserver(() => {
        most = Math.max(most, count());
        if (document.querySelector('[data-state="sent"]')) resolve();
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    return most;
  });

  line.release();
  expect(await most).toBe(1);
  await expect(rows(ana.page)).toHaveAttribute('id', id!);
  expect(await rows(ana.page).evaluate((row) => 'theSame' in row)).toBe(true);
  const [stored] = await ana.api.messages(group);
  expect(id).toBe(`client-${stored!.client_id}`);
});

test('two tabs of one person show a message once each', async ({ people }) => {
  const [ana] = await people('Ana');
  const { path } = await gather('Física', [ana]);
  const tab = await ana.page.context().newPage();
  await openGroup(ana.page, path);
  await openGroup(tab, path);
  await sendMessage(ana.page, 'desde la primera');
  await sendMessage(tab, 'desde la segunda');
  for (const page of [ana.page, tab]) {
    await expect.poll(() => texts(page)).toEqual(['desde la primera', 'desde la segunda']);
    await expect(ana.page.locator('.room-head .face'), 'one person, one face').toHaveText(['AP']);
  }
});

test('whoever is removed is told so and cannot write any more', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  await openGroup(luis.page, path);
  await ana.api.remove(group, luis.api);
  await expect(luis.page.getByText(words.notAMember)).toBeVisible();
  await expect(composer(luis.page)).toBeHidden();
});

test('a session that is revoked ends the conversation in every tab', async ({ people }) => {
  const [ana] = await people('Ana');
  const { path } = await gather('Física', [ana]);
  await openGroup(ana.page, path);
  await ana.api.signOut();
  await expect(ana.page.locator(marks.connection)).toHaveAttribute('data-ending', 'signed-out');
});
