/** The whole conversation on paper. */
import { expect, gather, message, openGroup, test } from './fixtures.ts';

for (const scheme of ['light', 'dark'] as const) {
  test(`everything that is loaded is printed, black on white (${scheme})`, async ({ people }) => {
    const [ana, luis] = await people('Ana', 'Luis');
    const { group, path } = await gather('Física', [ana, luis]);
    await luis.api.fill(group, 40);
    await openGroup(ana.page, path);
    await ana.page.emulateMedia({ media: 'print', colorScheme: scheme });
    const paper = await ana.page.evaluate(() => {
      const seen = [...document.querySelectorAll('.message__text')];
      const clipped = (element: Element) => {
        for (let at = element.parentElement; at && at !== document.documentElement; at = at.parentElement) {
          const { overflowY } = getComputedStyle(at);
          if (overflowY !== 'visible' && at.getBoundingClientRect().bottom < element.getBoundingClientRect().bottom) return true;
        }
        return false;
      };
      const luminance = (color: string) => {
        const canvas = document.createElement('canvas').getContext('2d')!;
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
        return (red! + green! + blue!) / 765;
      };
      const style = getComputedStyle(seen[0]!);
      return {
        clipped: seen.filter(clipped).length,
        height: document.documentElement.scrollHeight,
        text: luminance(style.color),
        paper: luminance(getComputedStyle(document.documentElement).backgroundColor),
        bubble: luminance(getComputedStyle(seen[0]!.parentElement!).backgroundColor),
      };
    });
    expect(paper.clipped).toBe(0);
    expect(paper.height).toBeGreaterThan(1_200);
    expect(paper).toMatchObject({ text: 0, paper: 1, bubble: 1 });
    for (const shown of ['mensaje 1', 'mensaje 40']) await expect(message(ana.page, shown)).toBeVisible();
    for (const hidden of ['.composer', '.side', '.room-head__people', '.message__more', '.writing']) {
      for (const element of await ana.page.locator(hidden).all()) await expect(element).toBeHidden();
    }
    expect((await ana.page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g)!.length).toBeGreaterThan(1);
  });
}
