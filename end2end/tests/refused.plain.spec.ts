/** Without a script a refused form is answered with the page that holds what was written. */
import { button, composer, expect, field, gather, notice, openGroup, rows, test, texts, words } from './fixtures.ts';

const LONG = `<b>&amp; "así" ${'x'.repeat(10_001)}`;

test('a message that was refused stands in the composer, and can be sent shorter', async ({ people, complaints }) => {
  complaints.allow(/status of 4\d\d/);
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  await openGroup(ana.page, path);
  await composer(ana.page).fill(LONG);
  await button(ana.page, words.send).click();
  await expect(notice(ana.page)).toHaveText(words.tooLong);
  await expect(composer(ana.page)).toHaveValue(LONG);
  await composer(ana.page).fill('corto');
  await button(ana.page, words.send).click();
  await expect.poll(() => texts(ana.page)).toEqual(['corto']);
  expect((await ana.api.messages(group)).map(({ content }) => content)).toEqual(['corto']);
});

test('so does another text for a message, in its editor', async ({ people, complaints }) => {
  complaints.allow(/status of 4\d\d/);
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  const { seq } = await ana.api.send(group, 'antes');
  await openGroup(ana.page, `${path}?edit=${seq}`);
  await field(ana.page, words.editor).fill(LONG);
  await button(ana.page, words.save).click();
  await expect(notice(ana.page)).toHaveText(words.tooLong);
  await expect(field(ana.page, words.editor)).toHaveValue(LONG);
  await field(ana.page, words.editor).fill('después');
  await button(ana.page, words.save).click();
  await expect.poll(() => texts(ana.page)).toEqual(['después']);
  await expect(rows(ana.page)).toContainText(words.edited);
});

test('whoever was signed out meanwhile is shown what she wrote', async ({ people, complaints }) => {
  complaints.allow(/status of 4\d\d/);
  const [ana] = await people('Ana');
  const { path } = await gather('Física', [ana]);
  await openGroup(ana.page, path);
  await composer(ana.page).fill('casi se pierde');
  await ana.api.signOut();
  await button(ana.page, words.send).click();
  await expect(ana.page.getByText(words.sessionEnded)).toBeVisible();
  await expect(ana.page.getByText(words.youWrote)).toBeVisible();
  await expect(ana.page.getByText('casi se pierde')).toBeVisible();
});
