/** Draws client/icon.svg as the PNG that a VS Code manifest wants. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { prepareVsCodeHost, repository } from './vscode-host.ts';

const svg = readFileSync(join(repository, 'client', 'icon.svg'), 'utf8');
const browser = await chromium.launch({
  executablePath: prepareVsCodeHost().chromium,
  args: ['--no-sandbox'],
});
const page = await browser.newPage({ viewport: { width: 128, height: 128 } });
await page.setContent(`<body style="margin:0">${svg}</body>`);
await page.screenshot({ path: join(repository, 'client', 'icon.png'), omitBackground: true });
await browser.close();
