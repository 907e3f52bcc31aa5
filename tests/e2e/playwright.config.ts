import { defineConfig } from '@playwright/test';

/** Debian's chromium: nothing here downloads a browser. */
const chromium = {
  executablePath: '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export default defineConfig({
  testDir: '.',
  globalSetup: './support/global-setup.ts',
  outputDir: '../../target/e2e',
  // All share one server with one set of sample data: journeys, which change it, take turns; screens only look.
  workers: 2,
  projects: [
    { name: 'journeys', testIgnore: 'screens.spec.ts', workers: 1 },
    { name: 'screens', testMatch: 'screens.spec.ts', fullyParallel: true },
  ],
  // A test that needs a second try is broken.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    // Set by the global setup, unless a running server was named.
    baseURL: process.env.THIDUA_E2E_URL,
    launchOptions: chromium,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
});
