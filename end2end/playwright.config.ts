import { defineConfig, devices } from '@playwright/test';

/** Where the tests find the program: BASE_URL if it runs already, else one that is started here with an empty database. */
const port = process.env.PORT ?? '3055';
const baseURL = process.env.BASE_URL ?? `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: './tests',
  // One server and two cores: side by side the tests would only wait for each other.
  workers: 1,
  // A test that passes at the second try hides a race.
  retries: 0,
  forbidOnly: !!process.env.CI,
  reporter: 'list',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    ...devices['Desktop Chrome'],
    baseURL,
    // A test in English says `test.use({ locale: 'en-GB' })`.
    locale: 'es-ES',
    timezoneId: 'Europe/Madrid',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      // No sandbox where the tests run as root, and nothing that would ask the network.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'hydrated', testIgnore: /\.plain\.spec\.ts$/ },
    // The same pages as plain links and forms. What needs the script is in *.hydrate.spec.ts, what makes sense
    // only without it in *.plain.spec.ts.
    { name: 'no-js', use: { javaScriptEnabled: false }, testIgnore: /\.hydrate\.spec\.ts$/ },
  ],
  webServer: process.env.BASE_URL
    ? undefined
    : {
        command: '../scripts/serve-for-browser-tests',
        env: { PORT: port },
        url: `${baseURL}/healthz`,
        timeout: 60_000,
        // Longer than the program needs to close its sockets and finish its writes.
        gracefulShutdown: { signal: 'SIGTERM', timeout: 8_000 },
      },
});
