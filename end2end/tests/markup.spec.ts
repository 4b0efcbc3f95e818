/** What people write as Markdown, with and without a script, on the same URLs. */
import { composer, expect, expectAccessible, gather, log, message, open, openGroup, rows, scripted, sendMessage, test, texts } from './fixtures.ts';

const RICH = [
  'Mira **esto** y `x < y`:',
  '',
  '- uno',
  '- [x] dos',
  '',
  '> una cita',
  '',
  '```rust',
  'fn main() {',
  '    println!("hola");',
  '}',
  '```',
  '',
  '| a | b |',
  '|---|--:|',
  '| 1 | 2 |',
  '',
  'https://example.org/a_(b) y ||el final||',
].join('\n');

test('Markdown is shown as what it means, to its author and to the others', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  await openGroup(luis.page, path);
  await openGroup(ana.page, path);
  await composer(ana.page).fill(RICH);
  await ana.page.getByRole('button', { name: 'Enviar' }).click();
  await expect.poll(async () => (await ana.api.messages(group)).map(({ content }) => content), 'what is stored is the source').toEqual([RICH]);
  if (!scripted()) await openGroup(luis.page, path);

  for (const { page } of [ana, luis]) {
    const row = rows(page).first();
    await expect(row.locator('strong')).toHaveText('esto');
    await expect(row.locator('p code')).toHaveText('x < y');
    await expect(row.locator('li')).toHaveText(['uno', '☑ dos']);
    await expect(row.locator('blockquote')).toHaveText('una cita');
    await expect(row.locator('pre[data-language="rust"] code')).toHaveText('fn main() {\n    println!("hola");\n}\n', { useInnerText: false });
    await expect(row.getByRole('columnheader')).toHaveText(['a', 'b']);
    const link = row.getByRole('link', { name: 'https://example.org/a_(b)' });
    await expect(link).toHaveAttribute('rel', 'ugc nofollow noopener noreferrer');
    await expect(link).toHaveAttribute('href', 'https://example.org/a_(b)');
    await expectAccessible(page);
  }
});

test('a spoiler is hidden until somebody wants to see it', async ({ people }) => {
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  await ana.api.send(group, 'al final ||muere||');
  await openGroup(ana.page, path);
  const spoiler = log(ana.page).locator('.spoiler');
  const isHidden = () => spoiler.evaluate((element) => getComputedStyle(element).color === 'rgba(0, 0, 0, 0)');
  await expect.poll(isHidden).toBe(true);
  await spoiler.focus();
  await expect.poll(isHidden).toBe(false);
});

test('nothing that somebody writes becomes more than it may', async ({ people }) => {
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  const hostile = [
    '*a* <img src=x onerror="document.title=1">', '[a](javascript:document.title=1)', '**a** <script>document.title=1</script>',
    '![a](https://example.org/a.png)', '*x* <style>*{display:none}</style>', '[bank.example](https://evil.example)',
  ];
  for (const text of hostile) await ana.api.send(group, text);
  await openGroup(ana.page, path);
  await expect(log(ana.page).locator('img, style, [onerror]')).toHaveCount(0);
  await expect(log(ana.page).locator('.markup script')).toHaveCount(0);
  await expect(log(ana.page).locator('a[href^="javascript"]')).toHaveCount(0);
  await expect(log(ana.page).getByText('(evil.example)')).toBeVisible();
  expect(await ana.page.title()).not.toBe('1');
});

test('a message that is edited is shown as its new text means it', async ({ people }) => {
  const [ana, luis] = await people('Ana', 'Luis');
  const { group, path } = await gather('Física', [ana, luis]);
  const sent = await luis.api.send(group, 'sin nada');
  await openGroup(ana.page, path);
  for (const [source, tag] of [['*uno*', 'em'], ['**dos**', 'strong'], ['`tres`', 'code']] as const) {
    await luis.api.edit(group, sent, source);
    if (!scripted()) await open(ana.page, path);
    await expect(rows(ana.page).first().locator(`.message__text ${tag}`)).toHaveText(source.replace(/[*`]/g, ''));
  }
  await luis.api.edit(group, sent, 'otra vez nada');
  if (!scripted()) await open(ana.page, path);
  await expect(message(ana.page, 'otra vez nada')).toBeVisible();
  await expect(rows(ana.page).first().locator('.markup')).toHaveCount(0);
});

test('a sum and a name with underscores stay as they were written', async ({ people }) => {
  const [ana] = await people('Ana');
  const { path } = await gather('Física', [ana]);
  await openGroup(ana.page, path);
  await sendMessage(ana.page, 'snake_case y 2 * 3 * 4 < 25');
  await expect.poll(() => texts(ana.page)).toEqual(['snake_case y 2 * 3 * 4 < 25']);
});
