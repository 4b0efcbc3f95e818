/** Every message has an address that opens the conversation around it. */
import { expect, expectAccessible, gather, log, message, open, openGroup, rows, scripted, test, words, type Student } from './fixtures.ts';

/** Ana opens the sixtieth of two hundred messages by its address. */
async function openAtSixty(people: (...names: string[]) => Promise<Student[]>) {
  const [ana, luis] = (await people('Ana', 'Luis')) as [Student, Student];
  const { group, path } = await gather('Física', [ana, luis]);
  await luis.api.fill(group, 200);
  await ana.api.read(group);
  const { seq } = (await luis.api.messages(group)).find(({ content }) => content === 'mensaje 60')!;
  await open(ana.page, `${path}?at=${seq}`);
  return { ana, luis, group, path };
}

test('an address opens the conversation around its message, which is marked', async ({ people }) => {
  const { ana, path } = await openAtSixty(people);
  const target = rows(ana.page).and(ana.page.locator('[aria-current="true"]'));
  await expect(target).toHaveCount(1);
  await expect(target).toContainText('mensaje 60');
  await expect(message(ana.page, 'mensaje 60')).toBeInViewport();
  await expect(message(ana.page, 'mensaje 58')).toBeInViewport();
  await expect(log(ana.page).getByText(words.nearest)).toHaveCount(0);
  await expectAccessible(ana.page);

  // Away and back: the browser's own way.
  await ana.page.goto(path);
  await expect(message(ana.page, 'mensaje 200')).toBeInViewport();
  await ana.page.goBack();
  await expect(message(ana.page, 'mensaje 60')).toBeInViewport();
});

test('the page that an address opens is alive, and goes on to the end', async ({ people }) => {
  test.skip(!scripted(), 'without a script nothing comes by itself');
  const { ana, luis, group } = await openAtSixty(people);
  await expect(message(ana.page, 'mensaje 60')).toBeInViewport();
  await luis.api.send(group, 'recién escrito');
  await ana.page.locator('.jump').click();
  await expect(message(ana.page, 'recién escrito')).toBeInViewport();
});

test('an address that names no message shows the nearest and says so', async ({ people }) => {
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  await ana.api.fill(group, 3);
  for (const seq of ['1', '99999', '18446744073709551615']) {
    const answer = await ana.page.goto(`${path}?at=${seq}`);
    expect(answer?.status(), seq).toBe(200);
    await expect(log(ana.page).getByText(words.nearest), seq).toBeVisible();
    await expect(rows(ana.page).and(ana.page.locator('[aria-current]')), seq).toHaveCount(1);
  }
  await open(ana.page, `${path}?at=x`);
  await expect(rows(ana.page).and(ana.page.locator('[aria-current]'))).toHaveCount(0);
});

test('the menu of every message has its address, and whoever is no member learns nothing from it', async ({ people, complaints }) => {
  complaints.allow(/status of 404/);
  const [ana, luis, eva] = await people('Ana', 'Luis', 'Eva');
  const { group, path } = await gather('Física', [ana, luis]);
  const sent = await ana.api.send(group, 'hola');
  const { page } = luis;
  await openGroup(page, path);
  await rows(page).first().hover();
  await rows(page).first().locator('.message__more').click();
  const link = page.getByRole('link', { name: words.copyLink });
  await expect(link).toHaveAttribute('href', `${path}?at=${sent.seq}`);
  await expect(page.getByRole('link', { name: words.delete, exact: true })).toHaveCount(0);
  if (scripted()) {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await link.click();
    await expect(page.getByText(words.copied)).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(new RegExp(`^http.*${path}\\?at=${sent.seq}$`));
  } else {
    await link.click();
    await expect(rows(page).first()).toHaveAttribute('aria-current', 'true');
  }
  const unknown = await eva.page.goto(path.replace(/[0-9a-f]{4}$/, '0000'));
  const strange = await eva.page.goto(`${path}?at=${sent.seq}`);
  expect(strange?.status()).toBe(unknown?.status());
});
