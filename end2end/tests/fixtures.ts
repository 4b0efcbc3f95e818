/**
 * What every spec imports instead of `@playwright/test`. A test fails when any page of it throws or writes an error to
 * the console: a broken hydration shows only there.
 */
import { test as base, expect, type Page } from '@playwright/test';
import { Complaints } from './fixtures/complaints.ts';
import { enrol, type Student } from './fixtures/student.ts';

export { expect };
export { expectAccessible } from './fixtures/accessible.ts';
export { english, marks, words } from './fixtures/words.ts';
export { Api, type Group } from './fixtures/api.ts';
export { fullName, newPerson, type Person } from './fixtures/person.ts';
export { enrol, gather, type Gathering, type Student } from './fixtures/student.ts';
export * from './fixtures/verbs.ts';

interface Fixtures {
  /** What the pages complain about; `complaints.allow(/pattern/)` for what a test provokes. */
  complaints: Complaints;
  /** A page in a context (cookies, storage) of its own, not signed in. */
  visitor: () => Promise<Page>;
  /** An account for each name, each in a browser context of its own: `const [ana, luis] = await people('Ana', 'Luis')`. */
  people: <Names extends string[]>(...names: Names) => Promise<{ [N in keyof Names]: Student }>;
}

export const test = base.extend<Fixtures>({
  complaints: [
    async ({ context }, use) => {
      const complaints = new Complaints();
      complaints.listenTo(context);
      await use(complaints);
      expect(complaints.list, 'page errors and console errors').toEqual([]);
    },
    { auto: true },
  ],

  visitor: async ({ browser, complaints }, use) => {
    const contexts: Awaited<ReturnType<typeof browser.newContext>>[] = [];
    await use(async () => {
      const context = await browser.newContext();
      complaints.listenTo(context);
      contexts.push(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },

  people: async ({ visitor, request, baseURL }, use) => {
    await use(async <Names extends string[]>(...names: Names) => {
      const students: Student[] = [];
      for (const name of names) students.push(await enrol(await visitor(), name, request, baseURL!));
      return students as { [N in keyof Names]: Student };
    });
  },
});
