/** What the group page does with and without its script, on the same URLs. */
import { button, english, expect, field, gather, log, message, open, openGroup, ready, rows, scripted, sendMessage, test, texts, words } from './fixtures.ts';

test('what one writes, the other reads', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { path } = await gather('Física', [ana, luis]);
  await openGroup(ana.page, path);
  await sendMessage(ana.page, '¿Quién trae los apuntes?');
  await sendMessage(ana.page, 'Yo llevo café');
  await openGroup(luis.page, path);

  await expect.poll(() => texts(luis.page)).toEqual(['¿Quién trae los apuntes?', 'Yo llevo café']);
  await expect(rows(luis.page).first()).toContainText(ana.name);
});

test('text stays text, whatever it looks like', async ({ people }) => {
  const [ana] = await people('Ana');
  const { path } = await gather('Física', [ana]);
  await openGroup(ana.page, path);
  const text = '<b>negrita</b> & <script>alert(1)</script> "comillas"';
  await sendMessage(ana.page, text);
  await expect.poll(() => texts(ana.page)).toEqual([text]);
  await ana.page.reload();
  await expect.poll(() => texts(ana.page)).toEqual([text]);
});

test('lines stay lines', async ({ people }) => {
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  await openGroup(ana.page, path);
  await field(ana.page, words.message).fill('uno\ndos');
  await button(ana.page, words.send).click();
  await expect.poll(() => texts(ana.page)).toEqual(['uno\ndos']);
  await expect.poll(async () => (await ana.api.messages(group)).map(({ content }) => content)).toEqual(['uno\ndos']);
});

test('the newest 50 messages come with the page, older ones by link', async ({ people }) => {
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  await ana.api.fill(group, 60);

  // Whatever happens later, this is what the server sent.
  const html = await (await ana.page.goto(path))!.text();
  expect(html).toContain('mensaje 60<');
  expect(html).toContain('mensaje 11<');
  expect(html).not.toContain('mensaje 10<');
  await expect(message(ana.page, 'mensaje 60')).toBeInViewport();

  const older = /href="([^"]*\?before=\d+)"/.exec(html);
  await open(ana.page, older![1]!);
  await expect.poll(() => texts(ana.page)).toEqual(Array.from({ length: 10 }, (_, at) => `mensaje ${at + 1}`));
  await expect(log(ana.page).getByText(words.beginning('Física'))).toBeAttached();

  if (scripted()) await ana.page.getByRole('link', { name: words.toNewest }).click();
  else await ana.page.goto(path);
  await ready(ana.page);
  await expect(message(ana.page, 'mensaje 60')).toBeInViewport();
});

test('the same form posted twice stores one message', async ({ people }) => {
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  const html = await (await ana.page.goto(path))!.text();
  const clientId = /name="client_id" value="([^"]+)"/.exec(html)?.[1];
  expect(clientId).toMatch(/^[0-9a-f-]{36}$/);

  const form = { group_id: group.id, client_id: clientId!, content: 'solo una vez' };
  const origin = new URL(ana.page.url()).origin;
  const headers = { origin, accept: 'text/html' };
  const post = () => ana.page.request.post(`/as/${ana.api.userId}/api/fn/send-message`, { form, headers, maxRedirects: 0 });
  for (const answer of await Promise.all([post(), post(), post()])) expect(answer.status()).toBe(302);
  await post();
  expect((await ana.api.messages(group)).map(({ content }) => content)).toEqual(['solo una vez']);
});

test('an empty message is not sent', async ({ people, complaints }) => {
  // Without a script the refusal is the page.
  complaints.allow(/status of 422/);
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  await openGroup(ana.page, path);
  await button(ana.page, words.send).click();
  await field(ana.page, words.message).fill('   ');
  await button(ana.page, words.send).click();
  await openGroup(ana.page, path);
  await expect(rows(ana.page)).toHaveCount(0);
  expect(await ana.api.messages(group)).toEqual([]);
});

test('whoever has been removed meanwhile stores nothing', async ({ people, complaints }) => {
  complaints.allow(/status of 404/);
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  await luis.page.goto(path);
  const origin = new URL(luis.page.url()).origin;
  await ana.api.remove(group, luis.api);
  const form = { group_id: group.id, content: 'sigo aquí' };
  await luis.page.request.post(`/as/${luis.api.userId}/api/fn/send-message`, { form, headers: { origin, accept: 'text/html' } });
  expect(await ana.api.messages(group)).toEqual([]);
});

test('the language of the browser can be changed and is remembered', async ({ page }) => {
  await open(page, '/');
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');

  await button(page, 'English').click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(english.welcome);
  await open(page, '/sign-up');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');

  await button(page, 'Español').click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await expect(page).toHaveURL(/\/sign-up\??$/);
});

test.describe('in a browser that prefers English', () => {
  test.use({ locale: 'en-GB' });

  test('the pages are in English', async ({ people }) => {
    const [ana] = await people('Ana');
    const { path } = await gather('Física', [ana]);
    await openGroup(ana.page, path);
    await expect(ana.page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(field(ana.page, english.message)).toBeVisible();
  });
});
