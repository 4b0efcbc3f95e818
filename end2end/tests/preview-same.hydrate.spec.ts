/** What the browser makes of a text and what the server makes of it are the same, byte for byte once a browser has read them. */
import { button, expect, gather, openGroup, test, words } from './fixtures.ts';
import type { Page } from '@playwright/test';

/** What docs/markdown.md names, and what bounds it. */
const TEXTS = [
  'hola',
  'uno\ndos',
  'a < b && c > d, "comillas" y \'otras\'',
  '*énfasis* **fuerte** ~~tachado~~ `código <b>` ***los dos***',
  '__init__ y ~a~',
  'snake_case_name 2*3*4 x**2**y (a+b)*(c+d)*(e+f)',
  '(x)_{1} y *.* y f(x)*g(x)*h',
  '# Título\n## Otro\ntexto',
  'uno\n===\ndos\n---\ntres',
  '2+2\n=\n4',
  '- uno\n- [x] dos\n- [ ] tres\n  - dentro\n    1. más',
  '1. b\n3. c\n4. d\n7. a',
  '* con\n* aire\n\n* entre',
  '> cita\n> > dentro\n\n>5',
  '```rust\nfn main() { println!("<hola>"); }\n```',
  '```for i in x:\n  y\n```',
  '```\nsin fin\n||x|| https://example.org',
  '    cuatro espacios\n    más',
  '| a | b | c |\n|---|:-:|--:|\n| 1 | **2** | `3\\|4` |',
  '|a|\n|-|',
  '---\n\n***',
  '||spoiler|| y ||con **fuerte** y `a||b`||',
  'a || b || c, ||||, if (a||b||c), ||sin fin',
  '- ||uno||\n- ||dos\n- tres||',
  'https://example.org. (https://example.org/a_(b)), <https://example.org>',
  'HTTPS://EXAMPLE.ORG/Ñ?a=b&c="d"#e',
  'mailto:ana@example.org <ana@example.org> www.example.org fin.de',
  '[texto](https://example.org/x "título") y [otro](http://example.org)',
  '[bank.example](https://evil.example) [Ana](mailto:otra@example.org)',
  'https://bank.example@evil.example http:// ni://esto',
  '[a](javascript:alert(1)) [b](/groups) [c](file:///etc) [d](data:text/html,x)',
  '![dibujo](https://example.org/a.png)',
  '[a]\n\n[a]: https://example.org',
  '[Ana]: hola',
  '<b>no</b> <script>alert(1)</script> vector<std::string> <!-- c -->',
  '**a** <img src=x onerror=alert(1)>',
  '<div>\n**a**\n</div>\n\n*b*',
  '&nbsp; &lt; &#42; &amp;amp; **&nbsp;**',
  'C:\\carpeta \\(x^2\\) \\[y\\] \\*no\\* \\_no\\_ \\` \\# \\! \\q **b**',
  'a[^1]\n\n[^1]: nota **b**',
  'דגש **שלום** مرحبا *a* 🎉 👩‍👩‍👧 日本**語**です',
  'e\u0301 **ñ** \u200b*x* \u2068y\u2069',
  '\ttabulador **a**\u00a0b',
  `${'> '.repeat(40)}hondo **a**`,
  `${'- '.repeat(40)}hondo **a**`,
  `|${'a|'.repeat(21)}\n|${'-|'.repeat(21)}\n|${'b|'.repeat(21)}`,
  `|a|b|\n|-|-|\n${'|1|2|\n'.repeat(260)}`,
  '*a'.repeat(2_000),
  `${'[a]('.repeat(500)}**b**`,
  `**${'x'.repeat(9_000)}**`,
];

/** Of these, put together at random but the same way every time, are the others. */
const PIECES = [
  '*', '**', '~~', '`', '||', '\n', '\n\n', '> ', '- ', '1. ', '# ', '```\n', '|a|b|\n|-|-|\n|', ' ', '  \n', '\\', '<', '&', '[a](', ')', 'https://example.org/', '_', 'palabra', 'ñ', '🎉', '[x] ', '---\n', '(', '"', '    ',
];

function* random(count: number): Generator<string> {
  let state = 20261128;
  const next = (below: number) => (state = (state * 48271) % 2147483647) % below;
  for (let number = 0; number < count; number++) {
    yield `a${Array.from({ length: 5 + next(40) }, () => PIECES[next(PIECES.length)]).join('')}z`;
  }
}

/** What the preview shows of each text, and what a browser reads in what the server made of it. */
async function bothOf(page: Page, messages: { content: string; html?: string }[]): Promise<[string, string][]> {
  return page.evaluate(async (messages) => {
    const field = document.querySelector<HTMLTextAreaElement>('#composer-text')!;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const both: [string, string][] = [];
    for (const { content, html } of messages) {
      field.value = content;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await frame();
      await frame();
      const shown = document.querySelector('#composer-preview .message__text')!;
      const read = document.createElement('div');
      read.className = html === undefined ? 'message__text' : 'message__text markup';
      if (html === undefined) read.textContent = content;
      else read.innerHTML = html;
      // Formulas are the server's alone.
      if (read.querySelector('math, .unread')) continue;
      both.push([`${shown.className}: ${shown.innerHTML}`, `${read.className}: ${read.innerHTML}`]);
    }
    return both;
  }, messages);
}

test('the preview is what the server makes of the same text', async ({ people }) => {
  test.slow();
  const [ana] = await people('Ana');
  const { group, path } = await gather('Física', [ana]);
  for (const text of [...TEXTS, ...random(100 - TEXTS.length)]) await ana.api.send(group, text);
  const messages = await ana.api.rendered(group);
  expect(messages).toHaveLength(100);
  expect(messages.filter(({ html }) => html !== undefined).length, 'not plain').toBeGreaterThan(60);

  await openGroup(ana.page, path);
  await button(ana.page, words.preview).click();
  await expect(ana.page.getByRole('region', { name: words.preview })).toHaveText(words.previewEmpty);
  const both = await bothOf(ana.page, messages);
  expect(both.length).toBeGreaterThan(80);
  for (const [here, there] of both) expect.soft(here).toBe(there);
});
