import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.pw.ts',
  outputDir: process.env['PLAYWRIGHT_OUTPUT'] ?? '',
  // Long enough for a slow machine. These only end a test that hangs.
  timeout: 240_000,
  expect: { timeout: 120_000 },
  reporter: 'line',
  workers: 1,
  use: {
    launchOptions: { executablePath: process.env['CHROMIUM_PATH'] ?? '', args: ['--no-sandbox', '--disable-gpu'] },
  },
});
